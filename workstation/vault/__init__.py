"""The encrypted cache: keys, database, one module per table family."""
