"""Values of the clinic, from people to errors; true without computer, clock or screen."""
