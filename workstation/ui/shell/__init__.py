"""The window's frame: rail, notices, placement, single instance, and bars above the pages."""
