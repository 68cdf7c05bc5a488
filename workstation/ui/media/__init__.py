"""Pictures and voices in the window: loaded behind the painting, decoded, picked, saved."""
