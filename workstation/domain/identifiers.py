"""Strings in a text that may say who somebody is, found by declared rules: offered, never certain.

The rules, in this order; what one has found no later one finds again:

1. A number of a Chinese identity card: 17 digits and a check character (GB 11643-1999).
2. An address for e-mail.
3. A mobile number of mainland China, also with ``+86`` and parted by spaces or hyphens.
4. A number with an area code: ``0`` and two or three digits, then seven or eight.
5. Any other number of seven digits and more, also in groups of four: of a card, a record.

Digits of every script count, so that full-width ones are found, too. What the rules pass over: a
number in words, one shorter than seven digits, one with letters in it, every name.
"""

import enum
import re

from workstation.domain.value import Value

_NO_DIGIT_BEFORE, _NO_DIGIT_AFTER = r"(?<!\d)", r"(?!\d)"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


class IdentifierKind(enum.Enum):
    """What a string that was found may be."""

    IDENTITY_CARD = "identity_card"
    EMAIL = "email"
    MOBILE = "mobile"
    LANDLINE = "landline"
    NUMBER = "number"
    NAME = "name"
    TYPED = "typed"


class Identifier(Value):
    """A string as it stands in a text, and what it may be."""

    kind: IdentifierKind
    text: str


_RULES = (
    (IdentifierKind.IDENTITY_CARD, rf"{_NO_DIGIT_BEFORE}\d{{17}}[\dXxＸｘ]{_NO_DIGIT_AFTER}"),
    (
        IdentifierKind.EMAIL,
        r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}",
    ),
    (
        IdentifierKind.MOBILE,
        (
            rf"(?:\+?86[-\s]?)?{_NO_DIGIT_BEFORE}[1１][3-9３-９]\d[-\s]?\d{{4}}[-\s]?\d{{4}}"
            rf"{_NO_DIGIT_AFTER}|(?<!\d)\+?86[1１][3-9３-９]\d{{9}}{_NO_DIGIT_AFTER}"
        ),
    ),
    (
        IdentifierKind.LANDLINE,
        rf"{_NO_DIGIT_BEFORE}[0０]\d{{2,3}}[-\s]?\d{{7,8}}{_NO_DIGIT_AFTER}",
    ),
    (
        IdentifierKind.NUMBER,
        (
            rf"{_NO_DIGIT_BEFORE}(?:\d{{4}}(?:[-\s]\d{{4}})+(?:[-\s]\d{{1,4}})?|\d{{7,}})"
            rf"{_NO_DIGIT_AFTER}"
        ),
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _RULES)


def find_identifiers(text: str) -> list[Identifier]:
    """What the rules find, by rule and within one in the order of the text.

    A text may be made of nothing but numbers: it is written anew once for each rule, and not once
    for each number.
    """
    identifiers: list[Identifier] = []
    for kind, pattern in _PATTERNS:
        text = pattern.sub(_Taking(kind, identifiers), text)
    return identifiers


class _Taking:
    """Takes what a rule found out of the text, so that no later rule finds it again."""

    def __init__(self, kind: IdentifierKind, into: list[Identifier]) -> None:
        self._kind, self._into = kind, into

    def __call__(self, match: re.Match[str]) -> str:
        """Take down what was found; gives its stand-in, as long, and nothing that a rule finds."""
        if self._kind is IdentifierKind.IDENTITY_CARD and not _is_identity_card(match[0]):
            return match[0]
        self._into.append(Identifier(self._kind, match[0]))
        return "|" * len(match[0])


def _is_identity_card(text: str) -> bool:
    """Whether the last character is the check of the others (ISO 7064, MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text[:17], strict=True))
    last = "X" if text[17] in "XxＸｘ" else str(int(text[17]))
    return _CHECKS[total % len(_CHECKS)] == last
