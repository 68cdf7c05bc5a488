"""A screen reader that only listens: the tree is asked for, and what is announced is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from PySide6.QtGui import QAccessible

from workstation.ui.kit.announcer import announcer, tell_screen_reader


@contextmanager
def listening() -> Iterator[list[str]]:
    """Gives what the reader was told, in the order told; afterwards nobody listens."""
    sentences: list[str] = []
    QAccessible.setActive(True)
    announcer.deliver = lambda text, _urgent: sentences.append(text)
    try:
        with patch("workstation.ui.kit.announcer.has_screen_reader", return_value=True):
            yield sentences
    finally:
        announcer.unmute()
        announcer.forget()
        announcer.deliver = tell_screen_reader
        QAccessible.setActive(False)
