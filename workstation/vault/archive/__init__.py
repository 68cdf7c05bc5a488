"""The archive engine: what came in, what is missing, in which order, and what to ask next."""
