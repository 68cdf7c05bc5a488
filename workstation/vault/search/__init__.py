"""Search: the index of messages, and what is found by it."""
