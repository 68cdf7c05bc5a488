"""Pictures of every widget and page in every state."""
