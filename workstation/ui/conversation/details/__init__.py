"""The details of a consultation: people, team, doctors, pictures."""
