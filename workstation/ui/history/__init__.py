"""历史: what is over, found, read and deleted (the design, 03)."""
