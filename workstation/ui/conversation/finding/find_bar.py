"""The row in which words are typed that are looked for in the open conversation."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from workstation.ui.conversation.finding.matches import MatchSteps
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.fields.search_field import SearchField
from workstation.ui.kit.layers.restore_focus import focus_target
from workstation.ui.kit.page import hand_focus_over
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Panel, Surface

ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class FindBar(Panel):
    """The row in which words to find are typed.

    ``edited`` carries the words, ``stepped`` -1 or 1; ``closed`` is emitted when it is hidden.
    ``searched`` names what is searched. ``rest_asked`` asks to search messages that are not on this
    computer as well, or to stop that.
    """

    edited = Signal(str)
    stepped = Signal(int)
    closed = Signal()
    rest_asked = Signal()

    def __init__(self, searched: QWidget) -> None:
        super().__init__(Surface.PANEL, edge=Qt.Edge.BottomEdge)
        self._searched = searched
        theme.hold(self, QWidget.setFixedHeight, SIZE.bar)
        self.field = SearchField(*ACTIONS["find"].shown_keys)
        self.steps = MatchSteps()
        self.nothing = Label(role=TextRole.CAPTION, ink=Ink.SECONDARY, elide=True)
        self.rest = Button(kind=ButtonKind.LINK, icon=Icon.HISTORY)
        self.close_button = IconButton(Icon.X)
        self._came_from: QWidget | None = None
        self._is_running = False
        self.hide()
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x6, 0, SPACE.x4, 0)
        row.setSpacing(SPACE.x3)
        row.addWidget(self.field, 1)
        for part in (self.nothing, self.rest, self.steps, self.close_button):
            row.addWidget(part)
        self.field.edited.connect(self.edited)
        self.field.edit.installEventFilter(self)
        self.steps.stepped.connect(self.stepped)
        self.close_button.clicked.connect(self.close_now)
        self.rest.clicked.connect(self.rest_asked)
        self.rest.hide()
        self.show_place(0, 0)
        self.retranslate()

    @property
    def words(self) -> str:
        """What is looked for here; nothing while the row is not there."""
        return "" if self.isHidden() else self.field.text().strip()

    def open(self, words: str | None = None) -> None:
        """Show the row, with these words if any are given, ready to type others."""
        if self.isHidden():
            self._came_from = QApplication.focusWidget()
        self.show_words(self.field.text() if words is None else words)
        self.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.edit.selectAll()

    def show_words(self, words: str) -> None:
        """Show the row with these words; the keyboard stays where it is."""
        self.field.edit.setText(words)
        self.show()

    def close_now(self) -> None:
        """Hide, and return the focus to the previous widget, if it still exists."""
        if self.isHidden():
            return
        hand_focus_over(self, focus_target(self._came_from, self._searched))
        self.hide()
        self._came_from = None
        self.closed.emit()

    def show_place(self, number: int, total: int) -> None:
        """Show at which of how many places the doctor is."""
        self.steps.show_place(number, total)
        self.nothing.setVisible(bool(self.words) and not total)
        self._fit()

    def offer_rest(self, *, offered: bool, running: bool = False) -> None:
        """Offer to search messages that are not loaded, or show that it is being done."""
        self._is_running = running
        self.rest.setVisible(offered and bool(self.words))
        self._update_rest()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.setAccessibleName(tr("search.find.name"))
        self.field.set_name(tr("search.find.hint"))
        self.nothing.setText(tr("search.find.none"))
        self.close_button.set_name(tr("search.find.close"), "Esc")
        self._update_rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words to the row's new width."""
        super().resizeEvent(event)
        self._fit()

    def _update_rest(self) -> None:
        text = tr("search.find.rest_stop" if self._is_running else "search.find.rest")
        self.rest.setAccessibleName(text)
        self.rest.setToolTip(text)
        self._fit()

    def _fit(self) -> None:
        """Shorten the place among the matches, and leave a button its icon, if words are cut."""
        self.steps.set_brief(False)
        self.rest.setText(self.rest.accessibleName())
        self.steps.set_brief(self._is_cut)
        if self._is_cut:
            self.rest.setText("")

    @property
    def _is_cut(self) -> bool:
        return self._row.minimumSize().width() > self.width()

    def event(self, event: QEvent) -> bool:
        """Take Esc for this row, before the page's shortcut does."""
        if event.type() is QEvent.Type.ShortcutOverride and _is(event, {Qt.Key.Key_Escape}):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on at Enter in the field, back with Shift; close the row at Esc, filled or not."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if _is(event, {Qt.Key.Key_Escape}):
            self.close_now()
        elif _is(event, ENTER):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.stepped.emit(-1 if back else 1)
        else:
            return super().eventFilter(watched, event)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the row at Esc, wherever in it the keyboard is."""
        if _is(event, {Qt.Key.Key_Escape}):
            self.close_now()
        else:
            super().keyPressEvent(event)


def _is(event: QEvent, keys: set[Qt.Key]) -> bool:
    return isinstance(event, QKeyEvent) and event.key() in keys
