"""The calls of the interface contract, over HTTP."""
