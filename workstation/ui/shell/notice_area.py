"""Notices on the pages: one at a time, in space of their own; the last ones can be read again.

Over the end of a conversation a notice would hide the newest message while it stays, at 200 % the
only one visible. So the current page makes space for it (``Page.make_room``): a conversation
above its composer, which neither moves nor shrinks, any other page at its foot. Tests:
tests/ui/shell/test_notice_area.py.
"""

from collections import deque
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QStackedWidget

from workstation.domain.value import Value
from workstation.ui.kit.layers.snack_bar import SHADOW_ROOM, NoticeAction, SnackBar
from workstation.ui.kit.layers.undo_bar import UndoBar
from workstation.ui.kit.page import Page
from workstation.ui.kit.theme import SPACE

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
MAX_RECENT = 10


class Notice(Value):
    """A notice's text and action."""

    text: str
    action: NoticeAction | None = None


class NoticeArea(QObject):
    """Shows notices over ``stack``; ``recent`` are the last ones, the newest first."""

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._stack = stack
        self._bar: SnackBar | None = None
        self._lasting: list[SnackBar] = []
        self._roomy: Page | None = None
        self.recent: deque[Notice] = deque(maxlen=MAX_RECENT)

    def notify(self, text: str, action: NoticeAction | None = None) -> SnackBar:
        """Show a notice in place of the current one; the same text just continues."""
        if action is None and self._bar is not None and self._bar.text == text:
            self._bar.start()
            return self._bar
        self.recent.appendleft(Notice(text, action))
        if self._bar is not None:
            self._bar.finish()
        if action is not None and not action.text:
            bar: SnackBar = UndoBar(self._stack, text)
        else:
            bar = SnackBar(self._stack, text, action=action.text if action else "")
        self._bar = bar
        for ended in (bar.acted, bar.expired):
            ended.connect(self._on_ended)
        if action is not None:  # after this one has ended: what is done may say something, too
            bar.acted.connect(action.act)
        bar.measured.connect(self.place)
        bar.start()
        self.place()
        return bar

    def begin(self, text: str, action: str) -> SnackBar:
        """Show a progress notice until it is ended, below other notices.

        It does not cover the composer, as it may last long.
        """
        bar = SnackBar(self._stack, text, action=action, lasts_ms=0)
        bar.start()
        self._hold(bar)
        return bar

    def take_over(self, bar: SnackBar) -> None:
        """Show the progress notice again after the window that it was shown in is closed."""
        bar.move_over(self._stack)
        self._hold(bar)

    def _hold(self, bar: SnackBar) -> None:
        self._lasting.append(bar)
        for ended in (bar.acted, bar.expired):
            ended.connect(partial(self._drop, bar))
        bar.measured.connect(self.place)
        self.place()

    def place(self) -> None:
        """Place the notices above the foot of the current page, and make space there."""
        bars = [*self._lasting, *filter(None, (self._bar,))]
        page = self._stack.currentWidget()
        in_front = page if isinstance(page, Page) and bars else None
        if self._roomy is not None and self._roomy is not in_front:
            self._roomy.make_room(0)
        self._roomy = in_front
        foot = in_front.foot_height() if in_front is not None else 0
        span = in_front.foot_span(self._stack) if in_front is not None else None
        height = 0
        for bar in bars:
            # Its shadow's edge takes no click from what is below.
            bar.raise_by(foot + height + SHADOW_ROOM - SPACE.x6, span)
            bar.raise_()
            height += bar.body_height + SPACE.x2
        if in_front is not None:
            in_front.make_room(height + SHADOW_ROOM)

    def _drop(self, bar: SnackBar) -> None:
        self._lasting.remove(bar)
        self.place()

    def _on_ended(self) -> None:
        self._bar = None
        self.place()
