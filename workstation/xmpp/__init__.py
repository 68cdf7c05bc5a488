"""The IM wire as a sans-IO core: frames in, events out; no clock, no socket, no Qt."""
