"""What a page of the window is to its frame.

Where the keyboard is, is state that Qt changes by itself: whoever hides the widget that has it
sends it to the next one in Tab order, which is the rail, where an arrow key changes the page. So
before anything hides, the keyboard is handed over to a named entrance, and only if it was in what
hides:

    one pane, the list hides as a conversation opens   list -> where one writes
    the details close while the composer has it        composer: it was not in there, so it stays
    a page is first come to                            the page itself, so that its keys work and
                                                       nothing on it looks chosen

Tests: tests/ui/queue/test_page.py, ``test_the_keyboard_goes_along_with_the_only_pane``;
tests/ui/shell/test_window_frame.py, ``test_a_page_first_come_to_by_a_key_has_the_keyboard_itself``.
"""

import enum
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QWidget

from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.input_source import KnowsInput
from workstation.ui.kit.theme import BREAKPOINT, theme

SHORT_BELOW = 720
FOOT_CHANGES = {QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize}


class Width(enum.Enum):
    """How much room the whole window has."""

    WIDE = "wide"
    DRAWER = "drawer"
    COMPACT = "compact"
    SINGLE = "single"

    @classmethod
    def of(cls, pixels: int) -> "Width":
        """The class of a window's width; the larger the text, the less of it there is room for."""
        if pixels >= theme.scaled(BREAKPOINT.details_docked):
            return cls.WIDE
        if pixels >= theme.scaled(BREAKPOINT.rail_labels):
            return cls.DRAWER
        return cls.COMPACT if pixels >= theme.scaled(BREAKPOINT.single_pane) else cls.SINGLE


def hand_focus_over(leaving: QWidget, entrance: QWidget) -> None:
    """Give the keyboard of what is about to hide to ``entrance``, where it is in there.

    Qt would give it to whatever Tab comes to next, such as the rail.
    """
    focused = QApplication.focusWidget()
    if focused is not None and (focused is leaving or leaving.isAncestorOf(focused)):
        entrance.setFocus(_reason_to_move(focused))


def hide_keeping_focus(leaving: QWidget, staying: QWidget, entrance: QWidget) -> None:
    """Show only ``staying``; the keyboard goes along to its ``entrance``."""
    staying.show()
    hand_focus_over(leaving, entrance)
    leaving.hide()


def _reason_to_move(focused: QWidget) -> Qt.FocusReason:
    """The reason to move focus: without a ring, if it comes from a list or button clicked.

    Where it is shows with the first key.
    """
    if isinstance(focused, KnowsInput) and not focused.is_used_by_keyboard:
        return Qt.FocusReason.MouseFocusReason
    return Qt.FocusReason.OtherFocusReason


class HasEntrance:
    """A part of the window that F6 enters at another place than its first; cooperative.

    A focus proxy would do so, too, but Tab goes on behind a proxy: it passes over all that is
    before it in the part.
    """

    entrance: QWidget | None = None


class Page(QWidget):
    """One page; it is made when it is first shown, and kept.

    A page emits signals and is controlled by methods; it knows neither the network nor the frame.
    It has ``retranslate`` for a change of language.
    """

    foot_changed = Signal()
    _foot: QWidget | None = None
    _notice_room: QWidget | None = None

    def fit(self, width: Width, *, short: bool) -> None:
        """Arrange for the window's size; called before the first show and when it changes.

        ``short`` is a height under 720.
        """

    def panes(self) -> list[QWidget]:
        """What F6 goes through, in reading order; each takes the focus or passes it on."""
        return [self]

    def enter(self) -> None:
        """Take the keyboard when the page is first come to.

        From here its keys work and Tab goes on; no part of it looks chosen.
        """
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_foot(self, foot: QWidget, column: QBoxLayout) -> None:
        """Keep notices off ``foot``, which stands at the end of ``column`` while it shows.

        The room for notices is right above it, so that it stays where it is.
        """
        self._foot, self._notice_room = foot, QWidget()
        self._notice_room.setFixedHeight(0)
        column.insertWidget(column.indexOf(foot), self._notice_room)
        foot.installEventFilter(self)

    def foot_height(self) -> int:
        """Height of what stands at the page's foot and no notice may cover."""
        return self._foot.height() if self._foot is not None and self._foot.isVisible() else 0

    def foot_span(self, over: QWidget) -> tuple[int, int] | None:
        """Where that foot begins in ``over``, and its width; ``None`` where none shows."""
        if self._foot is None or not self.foot_height():
            return None
        return self._foot.mapTo(over, QPoint(0, 0)).x(), self._foot.width()

    def make_room(self, height: int) -> None:
        """Let a notice of that height stand above the foot without covering anything; 0: none."""
        above_foot = height if self.foot_height() else 0
        if self._notice_room is not None:
            self._notice_room.setFixedHeight(above_foot)
        margins = self.contentsMargins()
        below = height - above_foot
        self.setContentsMargins(margins.left(), margins.top(), margins.right(), below)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Place notices anew: the foot came, went, or has another height."""
        if watched is self._foot and event.type() in FOOT_CHANGES:
            self.foot_changed.emit()
        return False

    def leave(self, proceed: Callable[[], None]) -> None:
        """Call ``proceed`` once the doctor may go elsewhere: at once, unless something is unsaved.

        A page that asks first may call it later, or never.
        """
        proceed()

    def bind(self, action: str, *acts: Callable[[], object]) -> None:
        """Let the keys of an action do something while the keyboard is on the page, in order."""
        for keys, act in zip(ACTIONS[action].keys, acts, strict=True):
            self.bind_keys(keys, act, repeats=ACTIONS[action].repeats)

    def use_keys(self, keys: QKeySequence, *, repeated: bool) -> bool:
        """Do what ``keys`` do here, from beside the page; whether they do anything.

        ``repeated`` are those that are held down.
        """
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        for shortcut in self.findChildren(QShortcut, options=direct):
            if shortcut.key() == keys:
                if shortcut.autoRepeat() or not repeated:
                    shortcut.activated.emit()
                return True
        return False

    def bind_keys(self, keys: str, act: Callable[[], object], *, repeats: bool = False) -> None:
        """Let ``keys`` do something while the keyboard is on the page; once, unless it repeats."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setAutoRepeat(repeats)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
