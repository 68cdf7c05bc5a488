"""Help when something fails: what only Qt knows of this computer, and the diagnostics shown."""
