"""Where the doctor writes: text, pictures, a recorded voice."""
