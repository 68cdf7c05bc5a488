"""Values of the clinic: people, consultations, messages, profile, events, commands, errors. Standard library only."""
