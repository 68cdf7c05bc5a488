"""An open conversation: its head, its stream, its details, and what is done in it."""
