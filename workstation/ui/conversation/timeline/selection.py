"""Selecting text inside one bubble with the mouse, and what of it is copied.

A selection never leaves its row: rows out of sight are not laid out, so nobody could say which
characters lie between two of them. Whole messages are copied one by one instead.

Positions count Python's characters, not Qt's UTF-16 units (see ``CodeUnits``). ``anchor`` is where
the button went down and may lie behind ``head``; a selection of nothing is false, which makes the
press of a click and the beginning of a drag one thing: only when the button comes up is it known
whether something was selected or clicked.

Tests: ``test_what_is_selected_with_the_mouse_is_copied``,
``test_a_link_says_its_host_and_is_followed_by_a_click``.
"""

from collections.abc import Hashable, Mapping
from dataclasses import replace

from workstation.domain.matching import Span
from workstation.domain.value import Value
from workstation.ui.conversation.timeline.text import Highlights

Match = tuple[Hashable, Span]
"""Where in the text of which row something stands that was searched for."""
Matches = Mapping[Hashable, tuple[Span, ...]]
"""The same for every row that has any."""


class Selection(Value):
    """A selection in one row's text: from where the button went down to where the pointer is."""

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
    """First and end of the word around a character; for Chinese the run between punctuation."""
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


def highlights_of(
    selection: Selection | None,
    matches: Matches,
    current: Match | None,
) -> dict[Hashable, Highlights]:
    """What rows show as selected or found; ``current`` is the match that the doctor is at."""
    highlights = {key: Highlights(None, spans) for key, spans in matches.items()}
    if selection:
        highlights[selection.key] = Highlights(selection.span, matches.get(selection.key, ()))
    if current is not None and current[0] in highlights:
        key, span = current
        highlights[key] = replace(highlights[key], current=span)
    return highlights
