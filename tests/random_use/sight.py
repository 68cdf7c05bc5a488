"""What the doctor could see: noted where it is painted, not where the program says so."""

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING
from unittest.mock import patch

from PySide6.QtCore import QPoint

from tests.random_use import tokens
from tests.random_use.journal import Journal
from workstation.ui.conversation.timeline.view import TimelineView

if TYPE_CHECKING:
    from collections.abc import Iterator


def noting_sight(journal: Journal, is_readable: Callable[[], bool]) -> AbstractContextManager[None]:
    """Note of each patient's message that something at or below it was painted.

    Whoever reads a conversation's newest line is taken to have seen those above it, as everywhere.
    ``is_readable`` says whether the pages can be seen, and not a lock in front of them.
    """
    seen: set[str] = set()
    paint = TimelineView.paintEvent

    def note(view: TimelineView, event: object) -> None:
        paint(view, event)
        if is_readable():
            new = _lowest_token(view) - seen
            seen.update(new)
            for token in new:
                journal.note("seen", token=token)

    @contextmanager
    def noting() -> "Iterator[None]":
        with patch.object(TimelineView, "paintEvent", note):
            yield

    return noting()


def _lowest_token(view: TimelineView) -> set[str]:
    """Of the last patient's message at or above the lower edge."""
    row = view.indexAt(QPoint(1, view.viewport().height() - 1)).row()
    row = view.timeline.rowCount() - 1 if row < 0 else row
    while row >= 0:
        message = getattr(view.timeline.entry(row), "message", None)
        if message is not None and (asked := tokens.questions(message.text)):
            return asked
        row -= 1
    return set()
