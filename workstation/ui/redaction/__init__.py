"""遮盖: what a doctor keeps out of a copy before it leaves, drawn and picked in a sheet."""
