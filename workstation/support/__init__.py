"""Help when something fails: the check of every layer, the diagnostics, what policy tools need."""
