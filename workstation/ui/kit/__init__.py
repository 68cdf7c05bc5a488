"""What every room of the window is made of: theme, texts, painting, widgets, lists, pages."""
