"""The frame of one sign-in with all of its pages: the only room that knows all others."""
