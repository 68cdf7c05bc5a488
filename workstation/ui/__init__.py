"""The window: PySide6 widgets in rooms by thing, each above the rooms that it stands on."""
