"""The menu of quick replies above the composer (the design, "Quick replies"); it never sends."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from workstation.store.quick_replies import QuickReplyMatch
from workstation.ui.composer.message_edit import SLASHES
from workstation.ui.composer.quick_replies.rows import (
    AnyEntry,
    QuickRow,
    flat_entries,
    grouped_entries,
)
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.fields.search_field import SearchField
from workstation.ui.kit.layers.popover import SHADOW_ROOM, Popover, Side
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.roles import Role, SpokenAs
from workstation.ui.kit.rows import EntriesView
from workstation.ui.kit.rows.entries import EntriesModel
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Divider

MAX_HEIGHT = 360
MIN_HEIGHT = 112
MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
SYLLABLE_SEPARATORS = str.maketrans("", "", "' ")

LookUp = Callable[[str], Sequence[QuickReplyMatch]]


class QuickMenu(SpokenAs, Popover):
    """The menu of quick replies.

    ``picked`` gives a quick reply's id, ``new_asked`` and ``manage_asked`` the foot's two.
    ``slashed`` is a second slash: the doctor means the sign itself.

    ``look_up`` finds what is typed; what an input method still composes counts as typed, so that
    initials are found without leaving it.
    """

    spoken_role = Role.PopupMenu

    picked = Signal(int)
    slashed = Signal(str)
    new_asked = Signal()
    manage_asked = Signal()

    def __init__(self, anchor: QWidget, look_up: LookUp) -> None:
        super().__init__(anchor)
        self._look_up = look_up
        self.search = SearchField("Esc")
        self.entries: EntriesModel[AnyEntry] = EntriesModel(self)
        self.list = EntriesView(self.entries)
        self.list.setItemDelegate(QuickRow(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.empty = Label(role=TextRole.LABEL, ink=Ink.SECONDARY, wrap=True)
        self.new = Button(kind=ButtonKind.LINK, icon=Icon.PLUS)
        theme.hold(self.new, QWidget.setMinimumHeight, SIZE.control_sm)
        self.manage = Button(kind=ButtonKind.QUIET)
        self._arrange()
        self._connect()
        self.retranslate()
        self.show_matches("")

    def show_above(self) -> None:
        """Open above the anchor with the keyboard in the field; its height stays as it is then."""
        content_height = sum(
            self.entries.entry(row).height for row in range(self.entries.rowCount())
        )
        room = (
            self._anchor.mapTo(self.window(), QPoint(0, 0)).y() - self._chrome_height() - SPACE.x2
        )
        self._inner.setFixedWidth(min(SIZE.quick_replies, self.window().width()) - 2 * SPACE.x1)
        self._middle.setFixedHeight(
            max(theme.scaled(MIN_HEIGHT), min(content_height, theme.scaled(MAX_HEIGHT), room))
        )
        # While it is hidden no layout hears of it.
        self._column.invalidate()
        self._inner.updateGeometry()
        self.body.invalidate()
        self.open(Side.ABOVE)
        self.search.edit.setFocus(Qt.FocusReason.PopupFocusReason)
        self._announce_current()

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001
        """Keep Tab inside the menu."""
        inside: list[QWidget] = [self.search.edit, self.new, self.manage]
        here = next((n for n, part in enumerate(inside) if part.hasFocus()), 0)
        there = inside[(here + (1 if next_one else -1)) % len(inside)]
        there.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press at Enter what the keyboard is on."""
        focused = self.focusWidget()
        if event.key() in ENTER and isinstance(focused, Button):
            focused.click()
        else:
            super().keyPressEvent(event)

    def show_matches(self, words: str) -> None:
        """Show what holds ``words``, the first of it marked as the one that Enter takes."""
        matches = self._look_up(words)
        entries = flat_entries(matches) if words.strip() else grouped_entries(matches)
        self.entries.show(entries)
        self._stack.setCurrentWidget(self.list if matches else self.empty)
        self.empty.setText(tr("quick.nothing_found" if words.strip() else "quick.none"))
        first = next((entry.key for entry in entries if entry.selectable), None)
        self.list.choose(first)
        self.list.scrollToTop()
        self._announce_current()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.search.set_name(tr("quick.search"))
        self.list.setAccessibleName(tr("quick.title"))
        self.setAccessibleName(tr("quick.title"))
        self.new.setText(tr("quick.new"))
        self.manage.setText(tr("quick.manage"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search.edit:
            if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
                return self._handle_key(event)
            if isinstance(event, QInputMethodEvent):
                return self._on_composition(event)
        return super().eventFilter(watched, event)

    def _chrome_height(self) -> int:
        """The height of what a menu has besides the list: field, foot and edges, without shadow."""
        return self.sizeHint().height() - self._middle.sizeHint().height() - 2 * SHADOW_ROOM

    def _handle_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in MOVES:
            self.list.keyPressEvent(event)
            self._announce_current(urgent=True)
        elif key in ENTER:
            self._pick()
        elif key == Qt.Key.Key_Escape and not self.search.text():
            self.close_now()
        elif event.text() in SLASHES and not self.search.text():
            self._leave_with_slash(event.text())
        else:
            return False
        return True

    def _on_composition(self, event: QInputMethodEvent) -> bool:
        if event.commitString() in SLASHES and not self.search.text():
            self._leave_with_slash(event.commitString())
            return True
        composed = event.preeditString().translate(SYLLABLE_SEPARATORS)
        self.show_matches(self.search.text() + composed)
        return False

    def _leave_with_slash(self, sign: str) -> None:
        self._leave(lambda: self.slashed.emit(sign))

    def _announce_current(self, *, urgent: bool = False) -> None:
        """Announce what Enter picks: the keyboard stays in the field."""
        index = self.list.currentIndex()
        if index.isValid() and self.isVisible():
            spoken = self.entries.entry(index.row()).spoken
            announcer.announce(spoken, topic="quick reply", urgent=urgent)

    def _pick(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self._leave(lambda: self.picked.emit(self.entries.entry(index.row()).key))

    def _leave(self, then: Callable[[], object]) -> None:
        self.close_now()
        then()

    def _connect(self) -> None:
        self.search.edit.installEventFilter(self)
        self.search.edited.connect(self.show_matches)
        self.list.clicked.connect(lambda _index: self._pick())
        self.new.clicked.connect(lambda: self._leave(self.new_asked.emit))
        self.manage.clicked.connect(lambda: self._leave(self.manage_asked.emit))

    def _arrange(self) -> None:
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._middle = QWidget()
        self._stack = QStackedLayout(self._middle)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE.x3, SPACE.x1, SPACE.x1, 0)
        foot.addWidget(self.new)
        foot.addStretch(1)
        foot.addWidget(self.manage)
        self._inner = inner = QWidget()
        self._column = column = QVBoxLayout(inner)
        column.setContentsMargins(SPACE.x1, SPACE.x1, SPACE.x1, 0)
        column.setSpacing(SPACE.x2)
        column.addWidget(self.search)
        column.addWidget(self._middle)
        column.addWidget(Divider())
        column.addLayout(foot)
        self.body.addWidget(inner)
