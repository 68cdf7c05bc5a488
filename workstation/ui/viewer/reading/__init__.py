"""The text that a machine read on a photo, beside the photo."""
