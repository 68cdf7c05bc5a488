"""Bounded HTTPS: the one place that knows the HTTP library."""
