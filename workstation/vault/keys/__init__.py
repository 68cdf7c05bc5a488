"""Keys: where they lie, how they are wrapped, and who may have them."""
