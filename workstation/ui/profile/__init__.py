"""The doctor's own page (design 05): the form, what patients see of it, and saving."""
