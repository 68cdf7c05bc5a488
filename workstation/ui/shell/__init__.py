"""The window's frame: rail, notices, placement, one instance, and what is said above pages."""
