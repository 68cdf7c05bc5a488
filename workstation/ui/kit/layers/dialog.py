"""A question over the whole window, in the window itself; the rest waits until it is answered.

There is no nested event loop: the answer comes by the signal ``answered``; a coroutine awaits
``dialog.ask()``.
"""

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.kit.layers.overlay import FloatingPanel, Overlay, announce_covered
from workstation.ui.kit.layers.popover import Popover
from workstation.ui.kit.layers.restore_focus import restore_focus
from workstation.ui.kit.painting import Ink, draw_raised, painting
from workstation.ui.kit.strings import translate_again
from workstation.ui.kit.tasks import wait_for_signal
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, TextRole, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.enter import ENTER, PLAIN, EnterPasses
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Panel, ScrollArea, Surface

ELEVATION = 3
RING_ROOM = SPACE.x1
"""What scrolls cuts at its edge, and a ring lies outside of what has the keyboard."""
LOCK_KEYS = QKeyCombination(Qt.Modifier.CTRL, Qt.Key.Key_L)


class ModalLayer(Overlay, QWidget):
    """Covers the window, takes every click and key, and keeps Tab inside.

    What takes the keyboard behind it has it once the layer is gone.

    ``lets_shortcuts`` is true for a layer that the window's own keys open and close; none of them
    leads to what lies behind it. What it scrolls, where it has a ``scroll_area``, goes up and down
    by any key that no part of it takes.
    """

    lets_shortcuts = False
    scroll_area: ScrollArea | None = None

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._came_from: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._keep)  # type: ignore[union-attr]
        self.hide()

    def open(self) -> None:
        """Lay it over everything else; what popped up goes, and gives the keyboard back first."""
        for popover in self.window().findChildren(Popover):
            popover.close_now()
        self._came_from = self.window().focusWidget()  # also while that is not active
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        announce_covered(self, covered=True)
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Close it, and give the keyboard back to where it was."""
        self._window.removeEventFilter(self)
        self.hide()
        self.return_keyboard()
        self.deleteLater()

    def return_keyboard(self) -> None:
        """Give the keyboard back to where it was."""
        announce_covered(self, covered=False)
        restore_focus(self._came_from, self._window)

    def _keep(self, before: QWidget | None, now: QWidget | None) -> None:
        """Keep the keyboard in the layer, and note where behind it the keyboard was to go."""
        if self.isHidden() or now is None or not self._lies_over(now):
            return
        self._came_from = now
        inside = before is not None and self.isAncestorOf(before)
        (before if inside and before is not None else self).setFocus()

    def _lies_over(self, widget: QWidget) -> bool:
        part: QWidget | None = widget
        while part is not None and part.parentWidget() is not self._window:
            part = part.parentWidget()
        return part is not None and not isinstance(part, Overlay | FloatingPanel)

    def card(self) -> QRectF:
        """Where the raised card lies; an empty one draws none."""
        return QRectF()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() is QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return False

    def event(self, event: QEvent) -> bool:
        """Keep the window's shortcuts from acting until the layer is gone."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            leads_behind = event.key() == Qt.Key.Key_F6
            if event.keyCombination() == LOCK_KEYS:  # whatever is asked, the doctor may go away
                return super().event(event)
            if leads_behind or not self.lets_shortcuts:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by a key that is no layer's own, or end it here: nothing behind ever gets it."""
        if self.scroll_area is not None:
            self.scroll_area.keyPressEvent(event)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def tab_stops(self) -> list[QWidget]:
        """What Tab goes through, in its order: as the parts stand there."""
        return [
            widget
            for widget in self.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and widget.isEnabled()
            and widget.focusProxy() is None
        ]

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001
        if stops := self.tab_stops():
            focused = QApplication.focusWidget()
            at = stops.index(focused) if focused in stops else (-1 if next_one else 0)
            reason = Qt.FocusReason.TabFocusReason
            stops[(at + (1 if next_one else -1)) % len(stops)].setFocus(reason)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        card = self.card()
        with painting(self) as painter:
            painter.fillRect(self.rect(), theme.colours.overlay)
            if card.isEmpty():
                return
            draw_raised(painter, card, ELEVATION, RADIUS.lg)


class Dialog(ModalLayer):
    """A heading, a sentence, and buttons; ``answered`` gives the name of the one pressed.

    Esc gives ``cancel_name``. The last button added is the one that Enter presses first.
    """

    answered = Signal(str)
    cancel_name = "cancel"
    scroll_area: ScrollArea

    def __init__(self, window: QWidget, title: str, text: str = "") -> None:
        super().__init__(window)
        self._answered = False
        self._card = QWidget(self)
        self._first: Button | None = None
        self._content = Panel(Surface.RAISED)
        self._content.installEventFilter(self)
        self.scroll_area = ScrollArea(self._content)
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(*(4 * (RING_ROOM,)))
        self.body.setSpacing(SPACE.x2)
        self.body.addWidget(Label(title, TextRole.TITLE, strong=True, wrap=True))
        if text:
            self.body.addWidget(Label(text, ink=Ink.SECONDARY, wrap=True))
        self._row = QHBoxLayout()
        self._row.setContentsMargins(RING_ROOM, 0, RING_ROOM, 0)
        self._row.setSpacing(SPACE.x2)
        self._row.addStretch(1)
        self._column = QVBoxLayout(self._card)
        self._column.setContentsMargins(*(3 * (SPACE.x6 - RING_ROOM,)), SPACE.x6)
        self._column.setSpacing(SPACE.x6 - RING_ROOM)
        self._column.addWidget(self.scroll_area, 1)
        self._column.addLayout(self._row)
        self._title = title
        self.setAccessibleName(title)

    def retranslate(self) -> None:
        """Ask the same in the current language, with the room that takes."""
        self.setAccessibleName(translate_again(self._title))
        for label in self.findChildren(Label):
            label.retranslate()
        for button in self.findChildren(Button):
            button.retranslate()
        self._centre()

    @property
    def card_width(self) -> int:
        """How wide its card is where the window has that room."""
        return SIZE.dialog

    def add_button(self, name: str, text: str, kind: ButtonKind = ButtonKind.OUTLINED) -> Button:
        """A way to answer."""
        button = Button(text, kind)
        button.clicked.connect(lambda: self.answer(name))
        self._row.addWidget(button)
        self._first = button
        return button

    def open(self) -> None:
        super().open()
        self._centre()
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.PopupFocusReason)

    async def ask(self) -> str:
        """Open it, and wait for the answer: the name of a button, or ``cancel_name``."""
        answered = wait_for_signal(self.answered)
        self.open()
        return str(await answered)

    def answer(self, name: str) -> None:
        """Close with this answer."""
        if self._answered:
            return
        self._answered = True
        self.dismiss()
        self.answered.emit(name)

    def card(self) -> QRectF:
        return QRectF(self._card.geometry())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Cancel at Esc; press the last button at Enter on a tick or a choice, as at first."""
        if event.key() == Qt.Key.Key_Escape:
            self.answer(self.cancel_name)
        elif self._first is not None and _is_enter(event):
            self._first.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002
        self._centre()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the card: what it says became longer or shorter, or the text larger."""
        if watched is self._content and event.type() is QEvent.Type.LayoutRequest:
            self._centre()
        return super().eventFilter(watched, event)

    def _centre(self) -> None:
        """Give the card its place; what the window has no room for is scrolled to."""
        width = min(self.card_width, self.width() - 2 * SPACE.x6)
        self._column.activate()  # the row of buttons says its old height until then
        margins = self._column.contentsMargins()
        inner = width - margins.left() - margins.right()
        chrome = margins.top() + self._column.spacing() + margins.bottom()
        needed = chrome + layout_height(self.body, inner) + self._row.sizeHint().height()
        height = min(needed, self.height() - 2 * SPACE.x6)
        self._card.setGeometry(
            (self.width() - width) // 2, (self.height() - height) // 2, width, height
        )
        self.update()


def _is_enter(event: QKeyEvent) -> bool:
    """Whether a key is Enter, not held down, on what leaves it to what lies around."""
    is_plain = event.key() in ENTER and event.modifiers() in PLAIN and not event.isAutoRepeat()
    return is_plain and isinstance(QApplication.focusWidget(), EnterPasses)


def layout_height(layout: QVBoxLayout, width: int) -> int:
    """How high what is in it is in all, that wide."""
    return (
        layout.totalHeightForWidth(width)
        if layout.hasHeightForWidth()
        else layout.totalSizeHint().height()
    )
