"""Pictures and recordings: fetched, sealed on disk, decoded within bounds."""
