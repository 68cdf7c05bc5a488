"""Looking for words in an open conversation, and going to a place of it."""
