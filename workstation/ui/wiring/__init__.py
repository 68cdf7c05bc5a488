"""Pages wired to services: a click becomes a verb, a change becomes what is shown."""
