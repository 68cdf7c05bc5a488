"""A conversation: who is in it, its messages as they are shown, and what its row in a list says."""
