"""What can be set: one frozen ``Settings``, each field declared once, and the kinds of values."""

from workstation.config.settings import BY_KEY, DECLARATIONS, Settings

__all__ = ["BY_KEY", "DECLARATIONS", "Settings"]
