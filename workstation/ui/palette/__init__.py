"""Searching everything over the window (the design, "Palette")."""
