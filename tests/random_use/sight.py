"""What the doctor could see: noted where it is painted, not where the program says so."""

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING
from unittest.mock import patch

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from tests.random_use import tokens
from tests.random_use.journal import Journal
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.conversation.timeline.view import TimelineView

if TYPE_CHECKING:
    from collections.abc import Iterator


def noting_sight(journal: Journal, is_readable: Callable[[], bool]) -> AbstractContextManager[None]:
    """Note each patient's message of which anything was painted.

    ``is_readable`` says whether the pages can be seen, and not a lock in front of them.
    """
    seen: set[tuple[str, int | None]] = set()
    paint = TimelineView.paintEvent

    def note(view: TimelineView, event: object) -> None:
        paint(view, event)
        if is_readable():
            room = _room_of(view)
            new = {(token, room) for token in _tokens_in_sight(view)} - seen
            seen.update(new)
            for token, _ in new:
                journal.note("seen", token=token, room=room)

    @contextmanager
    def noting() -> "Iterator[None]":
        with patch.object(TimelineView, "paintEvent", note):
            yield

    return noting()


def _room_of(view: TimelineView) -> int | None:
    """Whose name stands over it."""
    widget: QWidget | None = view
    while widget is not None and not isinstance(widget, ConversationPane):
        widget = widget.parentWidget()
    opened = None if widget is None else widget.consultation
    return None if opened is None else int(opened.consultation_id)


def _tokens_in_sight(view: TimelineView) -> set[str]:
    """Of the patients' messages between the upper edge and the lower one, cut ones too."""
    height = view.viewport().height()
    first = max(view.indexAt(QPoint(1, 0)).row(), 0)
    last = view.indexAt(QPoint(1, height - 1)).row()
    rows = range(first, (view.timeline.rowCount() - 1 if last < 0 else last) + 1)
    messages = [getattr(view.timeline.entry(row), "message", None) for row in rows]
    return set().union(*(tokens.questions(each.text) for each in messages if each is not None))
