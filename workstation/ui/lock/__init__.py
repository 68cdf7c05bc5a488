"""The lock screen (design 08b): a clock, who is locked in, the unlock code; no patient."""
