"""Which way a text is written: a name in Arabic or Hebrew stands among Chinese, Latin and figures.

A line has the direction of its first letter (Unicode UAX 9, P2 and P3), so a name is cut at its end
and not before its beginning. A sentence of the window keeps its own: figures behind such a name
would else be drawn before it. Tests: tests/domain/test_text_direction.py.
"""

import re
import unicodedata

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_TURNS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Embeddings, overrides and isolates (UAX 9, 2)."""
_MARK = "\u200e"
"""Left-to-right mark: not seen, and to the order of a line a Latin letter."""


def has_right_to_left(text: str) -> bool:
    """Whether anything in it is written from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def is_right_to_left(text: str) -> bool:
    """Whether its first letter is, and the line with it."""
    if not has_right_to_left(text):
        return False
    directions = map(unicodedata.bidirectional, text)
    first = next((each for each in directions if each in {"L", "R", "AL"}), "L")
    return first != "L"


def in_sentence(text: str) -> str:
    """``text`` as a part of a sentence from left to right, which goes on behind it."""
    return f"{_MARK}{text}{_MARK}" if has_right_to_left(text) else text


def without_turns(name: str) -> str:
    """A name without signs that turn the order of letters: no letters of any alphabet need them.

    Turned, the name of one doctor is drawn as that of another, and the number behind it is no help.
    """
    return name if name.isascii() else name.translate(_TURNS)


def name_in_line(name: str, max_characters: int) -> str:
    """A name as others gave it: in one line, with no sign that turns letters, and not too long."""
    return " ".join(without_turns(name).split())[:max_characters]
