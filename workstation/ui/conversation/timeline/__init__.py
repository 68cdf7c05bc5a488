"""A consultation's conversation as one painted list: card, days, bubbles, gaps."""
