"""Use cases: the only folder in which wires, disk and state meet."""
