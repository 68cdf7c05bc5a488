"""Evidence packages: written whole, and looked at later for what was changed."""
