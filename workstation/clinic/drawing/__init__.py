"""Clinical pictures drawn by code: the same name always gives the same picture."""
