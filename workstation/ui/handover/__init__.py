"""交接班: what all open consultations leave open, on one page, for whoever takes them over."""
