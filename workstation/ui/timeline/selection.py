"""Selecting text inside one bubble with the mouse, and what of it is copied."""

from collections.abc import Hashable
from dataclasses import dataclass

from workstation.ui.timeline.text import Touched


@dataclass(frozen=True, slots=True)
class Selection:
    """From where the button went down to where the pointer is, in one row's text."""

    key: Hashable
    anchor: int
    head: int

    @property
    def span(self) -> tuple[int, int]:
        """Start and end."""
        return min(self.anchor, self.head), max(self.anchor, self.head)

    def __bool__(self) -> bool:
        return self.anchor != self.head


def word_at(text: str, position: int) -> tuple[int, int]:
    """The word around a character; for Chinese the run between punctuation."""
    if not text:
        return 0, 0
    position = min(position, len(text) - 1)
    if not text[position].isalnum():
        return position, position + 1
    start = end = position
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def touched(
    selection: Selection | None, matches: dict[Hashable, tuple[tuple[int, int], ...]]
) -> dict[Hashable, Touched]:
    """What rows show as selected or found."""
    found = {key: Touched(None, spans) for key, spans in matches.items()}
    if selection:
        spans = matches.get(selection.key, ())
        found[selection.key] = Touched(selection.span, spans)
    return found
