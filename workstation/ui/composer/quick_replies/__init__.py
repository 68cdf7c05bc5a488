"""The doctor's quick replies: picked over the text, and put in order on a sheet."""
