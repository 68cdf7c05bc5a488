"""What is filled in: lines, texts, choices, days, tags, ordered lists, pictures dropped."""
