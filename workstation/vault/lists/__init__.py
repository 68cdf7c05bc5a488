"""What pages are read from: both lists, a timeline, photos, what consultations leave open."""
