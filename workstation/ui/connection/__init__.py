"""How the way to the servers stands, in words: opened from the rail, copied for IT."""
