"""The doctor's unlock code: typed, chosen, changed."""
