"""A consultation as every list of them shows it: the texts of a row, and how it is painted."""
