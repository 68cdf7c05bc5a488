"""The hospital's REST API, typed (the interface contract, 1.1 to 2.1)."""
