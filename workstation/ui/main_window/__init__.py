"""The frame of one sign-in with all of its pages: the only folder that knows all others."""
