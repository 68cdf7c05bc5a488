"""Verbs: the only place where the edges meet."""
