"""Bounded HTTPS, and the one place that knows the HTTP library."""
