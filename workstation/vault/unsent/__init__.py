"""What a doctor has written and no room has confirmed: drafts, summaries, the outbox."""
