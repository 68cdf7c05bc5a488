"""How words are searched for: each of them on its own, in any case and width.

Every search of the program compares as this module does, so that what is found is what is marked.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

Span = tuple[int, int]

UNSEEN_SIGNS = (
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What is painted as nothing, for a class of a regular expression.

Unicode's ``Default_Ignorable_Code_Point``, controls, signs of annotations, and the pattern of
Braille that has no dot.
"""

_UNSEEN = re.compile(f"[{UNSEEN_SIGNS}]")
_UNSEEN_ENDS = re.compile(f"^[{UNSEEN_SIGNS}]+|[{UNSEEN_SIGNS}]+$")


def fold(text: str) -> str:
    """Text as it is compared: full and half width alike, capital and small letters alike.

    It is NFKC in its two halves. In one, Python looks each character up in the whole table of what
    may be put together, seven times the work where a sentence ends with a full stop of full width;
    the second half alone sees that nothing is to be put together.
    """
    apart = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", apart).casefold()


def fold_visible(text: str) -> str:
    """Text as people see it: ``fold`` without blanks around words and without what nobody sees."""
    return " ".join(_UNSEEN.sub("", fold(text)).split())


@lru_cache(maxsize=4)  # thousands of rows are asked for the same words with each letter typed
def split_words(search: str) -> tuple[str, ...]:
    """What was typed into a search, as the words that must all be there.

    A name that is copied out of a page or a dialog of Windows has signs at its ends that nobody
    sees, and was not found. Those inside are part of it: of a picture of letters, for one.
    """
    words = (_UNSEEN_ENDS.sub("", word) for word in fold(search).replace("\x00", " ").split())
    return tuple(dict.fromkeys(filter(None, words)))


def has_words(text: str, words: tuple[str, ...]) -> bool:
    """Whether each word of a search (``split_words``) stands somewhere in a text."""
    plain = fold(text)
    return all(word in plain for word in words)


def find_spans(text: str, search: str) -> tuple[Span, ...]:
    """Start and end of every occurrence, in characters of ``text``; overlapping ones are one."""
    words = split_words(search)
    if not words:
        return ()
    plain, places = _folded_with_places(text)
    return merge_spans(
        (places[start], places[start + len(word) - 1] + 1)
        for word in words
        for start in _starts(plain, word)
    )


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order; those that overlap or touch become one."""
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], end))
        else:
            apart.append((start, end))
    return tuple(apart)


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in ``text`` that it is from."""
    parts = [fold(character) for character in text]
    places = [place for place, part in enumerate(parts) for _ in part]
    return "".join(parts), places


def _starts(plain: str, word: str) -> Iterator[int]:
    start = plain.find(word)
    while start >= 0:
        yield start
        start = plain.find(word, start + len(word))
