"""What a fresh clinic starts with: people, consultations and conversations that read like life."""
