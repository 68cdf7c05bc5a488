"""The settings page, and the settings that can be seen."""
