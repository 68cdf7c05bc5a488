"""What leaves the program: the administrator's rules, and the gate that every way out goes by."""
