"""Every sentence the program says, in each of its languages, switched while it runs."""

from workstation.domain.language import Language
from workstation.ui.kit.strings.catalogue import (
    has_text,
    join_sentences,
    tr,
    tr_unmarked,
    translate_again,
)
from workstation.ui.kit.strings.errors import ErrorText, error_key, error_text
from workstation.ui.kit.strings.switch import language, retranslate, set_language

__all__ = [
    "ErrorText",
    "Language",
    "error_key",
    "error_text",
    "has_text",
    "join_sentences",
    "language",
    "retranslate",
    "set_language",
    "tr",
    "tr_unmarked",
    "translate_again",
]
