"""Every sentence the program says, in Chinese and English, switched while it runs."""

from workstation.ui.strings.catalogue import Language, known, tr
from workstation.ui.strings.errors import ErrorText, error_text
from workstation.ui.strings.switch import language, retranslate, set_language

__all__ = [
    "ErrorText",
    "Language",
    "error_text",
    "known",
    "language",
    "retranslate",
    "set_language",
    "tr",
]
