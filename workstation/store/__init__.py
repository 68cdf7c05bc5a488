"""What is true now: windows over the vault, and the feed of changes."""
