"""Where the words that were searched for stand in a text."""

from collections.abc import Iterator

from workstation.store.history import folded

Span = tuple[int, int]


def spans(text: str, words: str) -> tuple[Span, ...]:
    """Start and end of every occurrence, in characters of ``text``; overlapping ones are one.

    Compared as the search compares: full and half width, capital and small letters alike.
    """
    wanted = folded(words).split()
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
