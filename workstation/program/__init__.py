"""The program from start to exit: its first window, then one sign-in after the other."""
