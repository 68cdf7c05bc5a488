"""The sizes of text that are offered, in percent of what the design draws."""

TEXT_SIZES = (85, 100, 115, 130, 150, 175, 200)
