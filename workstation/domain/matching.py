"""How words are searched for: each of them on its own, in any case and width.

Every search of the program compares as this module does, so that what is found is what is marked.
"""

import unicodedata
from collections.abc import Iterator

Span = tuple[int, int]


def folded(text: str) -> str:
    """Text as it is compared: full and half width alike, capital and small letters alike."""
    return unicodedata.normalize("NFKC", text).casefold()


def words_of(search: str) -> tuple[str, ...]:
    """What was typed into a search, as the words that must all be there."""
    return tuple(dict.fromkeys(folded(search).replace("\x00", " ").split()))


def has_words(text: str, words: tuple[str, ...]) -> bool:
    """Whether each of ``words_of`` a search stands somewhere in a text."""
    plain = folded(text)
    return all(word in plain for word in words)


def spans(text: str, search: str) -> tuple[Span, ...]:
    """Start and end of every occurrence, in characters of ``text``; overlapping ones are one."""
    wanted = words_of(search)
    if not wanted:
        return ()
    plain, places = _folded_with_places(text)
    found = sorted(
        (places[start], places[start + len(word) - 1] + 1)
        for word in wanted
        for start in _starts(plain, word)
    )
    return tuple(_joined(found))


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in ``text`` that it is from."""
    parts = [folded(character) for character in text]
    places = [place for place, part in enumerate(parts) for _ in part]
    return "".join(parts), places


def _starts(plain: str, word: str) -> Iterator[int]:
    start = plain.find(word)
    while start >= 0:
        yield start
        start = plain.find(word, start + len(word))


def _joined(found: list[Span]) -> Iterator[Span]:
    last: Span | None = None
    for start, end in found:
        if last is not None and start <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last
