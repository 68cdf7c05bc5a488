"""The window: PySide6 widgets, models, delegates, pages."""
