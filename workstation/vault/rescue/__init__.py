"""Rescue: a doctor's words in a second file, and databases that are damaged, locked or moved."""
