"""Decoders of foreign content in a process of their own, and how the program starts one."""
