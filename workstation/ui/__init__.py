"""The window: PySide6 widgets, a folder for each thing that a doctor sees."""
