"""What every folder of the window is made of: theme, texts, painting, widgets, lists, pages."""
