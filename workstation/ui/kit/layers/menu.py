"""Menus in the design's look, for buttons and for the right mouse button."""

import math
from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.popover import SHADOW_ROOM, Popover, Side
from workstation.ui.kit.painting import (
    RIGHT,
    Ink,
    draw_inner_ring,
    draw_line,
    fill_round,
    line_width,
    painting,
)
from workstation.ui.kit.roles import Role, SpokenAs
from workstation.ui.kit.strings import translate_again
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.kit.widgets.enter import EnterPasses
from workstation.ui.kit.widgets.hovering import InnerRinged
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import ScrollArea


class MenuItem(SpokenAs, InnerRinged, EnterPasses, QAbstractButton):
    """One line of a menu; ``is_current`` marks one that is picked by keys typed elsewhere.

    ``is_indented`` keeps the place of an icon free where the line has none.
    """

    spoken_role = Role.MenuItem
    is_current = False

    def __init__(self, text: str, *, icon: Icon | None, keys: str, ink: Ink) -> None:
        super().__init__()
        self._sentence, self._denial = text, ""
        self._icon, self._keys, self._ink = icon, keys, ink
        self.is_indented = icon is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def deny(self, sentence: str) -> None:
        """Take no click; a screen reader hears why."""
        self._denial = sentence
        self.setEnabled(False)
        self.retranslate()

    def set_sentence(self, sentence: str) -> None:
        """Say something else from now on."""
        self._sentence = sentence
        self.retranslate()

    def retranslate(self) -> None:
        """Say the same in the current language."""
        is_named_for_text = self.accessibleName() == self.text()
        self.setText(translate_again(self._sentence))
        if is_named_for_text:
            self.setAccessibleName(self.text())
        self.setAccessibleDescription(translate_again(self._denial))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        wide = line_width(self.text(), theme.font(TextRole.BODY)) + 2 * SPACE.x2
        if self.is_indented:
            wide += SIZE.icon_sm + SPACE.x3
        if self._keys:
            wide += SPACE.x6 + line_width(self._keys, theme.font(TextRole.CAPTION))
        return QSize(math.ceil(wide), SIZE.control)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        ink = (self._ink if self.isEnabled() else Ink.DISABLED).colour
        line = QRectF(self.rect()).adjusted(SPACE.x2, 0, -SPACE.x2, 0)
        with painting(self) as painter:
            if self.hasFocus() or self.is_current:
                fill_round(painter, QRectF(self.rect()), theme.colours.bg_selected, RADIUS.xs)
            if self._ringed or self.is_current:
                draw_inner_ring(painter, QRectF(self.rect()), RADIUS.xs)
            if self._keys:
                caption = theme.font(TextRole.CAPTION)
                draw_line(painter, line, self._keys, caption, Ink.TERTIARY.colour, align=RIGHT)
            if self.is_indented:
                place = QRectF(line.x(), line.y(), SIZE.icon_sm, line.height())
                if self._icon is not None:
                    draw_icon(painter, self._icon, place, ink, SIZE.icon_sm)
                line.setLeft(place.right() + SPACE.x3)
            draw_line(painter, line, self.text(), theme.font(TextRole.BODY), ink)


class Menu(SpokenAs, Popover):
    """A popover of items; arrows, Home, End and first letters move, Enter or a click picks.

    For a screen reader it is named for what opened it, and begins on its first line. Where any line
    has an icon, the words of all begin behind its place.
    """

    spoken_role = Role.PopupMenu

    def __init__(self, anchor: QWidget, width: int = 0) -> None:
        super().__init__(anchor)
        self.items: list[MenuItem] = []
        self._notes: list[Label] = []
        self._has_icons = False
        self._scroll: ScrollArea | None = None
        self._width = width or SIZE.menu
        self.setAccessibleName(anchor.accessibleName())

    def add(  # noqa: PLR0913 - what a line may have
        self,
        text: str,
        picked: Callable[[], object],
        *,
        icon: Icon | None = None,
        keys: str = "",
        ink: Ink = Ink.PRIMARY,
        denial: str = "",
    ) -> MenuItem:
        """Add a line; ``picked`` is called after the menu has closed.

        With a ``denial`` it cannot be picked, and that sentence below it says why.
        """
        item = MenuItem(text, icon=icon, keys=keys, ink=ink)
        item.setMinimumWidth(self._width - 2 * SPACE.x1)
        item.clicked.connect(lambda: self._pick(picked))
        self.items.append(item)
        self._has_icons = self._has_icons or icon is not None
        for line in self.items:
            line.is_indented = self._has_icons
        self.body.addWidget(item)
        if denial:
            item.deny(denial)
            self.add_note(denial)
        return item

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if announcer.is_heard:
            QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        """Focus the first line, unless one has the keyboard, as the chosen one of a drop-down."""
        if self.hasFocus():
            self.focus_first()

    def add_note(self, sentence: str) -> None:
        """Add a sentence that cannot be picked, in as many lines as the menu's width asks for."""
        note = Label(sentence, TextRole.CAPTION, ink=Ink.SECONDARY, wrap=True)
        note.setContentsMargins(SPACE.x2, 0, SPACE.x2, SPACE.x2)
        self._notes.append(note)
        self.body.addWidget(note)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_Home | Qt.Key.Key_End as key:
                self._go_to_end(-1 if key == Qt.Key.Key_End else 0)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._press()
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                self.close_now()
            case _ if event.text().isalnum():
                self._step(1, event.text())
            case _:
                super().keyPressEvent(event)

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001
        self._step(1 if next_one else -1)
        return True

    def focus_item(self, number: int) -> None:
        """Put the keyboard on one item, as a drop-down does on the current one."""
        self._go_to(self.items[number], Qt.FocusReason.PopupFocusReason)

    def focus_first(self) -> None:
        """Put the keyboard on the first item that can be picked."""
        self._step(1)

    def _step(self, by: int, letter: str = "") -> None:
        """Go to the next item that can be picked, of those that begin with ``letter``."""
        usable = [item for item in self.items if item.isEnabled()]
        focused = next((n for n, item in enumerate(usable) if item.hasFocus()), None)
        first = (0 if by > 0 else -1) if focused is None else focused + by
        around = (usable[(first + n * by) % len(usable)] for n in range(len(usable)))
        for item in around:
            if item.text().casefold().startswith(letter.casefold()):
                self._go_to(item, Qt.FocusReason.TabFocusReason)
                return

    def _go_to_end(self, to: int) -> None:
        """Go to the first item or the last that can be picked."""
        usable = [item for item in self.items if item.isEnabled()]
        if usable:
            self._go_to(usable[to], Qt.FocusReason.TabFocusReason)

    def _go_to(self, item: MenuItem, reason: Qt.FocusReason) -> None:
        item.setFocus(reason)
        if self._scroll is not None:
            self._scroll.ensureWidgetVisible(item, 0, 0)

    def retranslate(self) -> None:
        """Say the same in the current language, as wide as that is, beside what opened it."""
        self.setAccessibleName(self._anchor.accessibleName())
        for item in self.items:
            item.retranslate()
        for note in self._notes:
            note.retranslate()
        self.place()

    def _put(self, beside: QRect, side: Side, *, right: bool, gap: int) -> None:
        lines = [item.sizeHint().width() for item in self.items]
        for note in self._notes:  # fixed, it is the most that any line may have
            note.setFixedWidth(max([self._width - 2 * SPACE.x1, *lines]))
        is_high = self.sizeHint().height() - 2 * SHADOW_ROOM > self.window().height()
        if is_high and self._scroll is None:
            self._let_scroll()
        if self._scroll is not None and (content := self._scroll.widget()) is not None:
            bar = self._scroll.verticalScrollBar().sizeHint().width()
            self._scroll.setFixedWidth(content.sizeHint().width() + bar)
        super()._put(beside, side, right=right, gap=gap)

    def _let_scroll(self) -> None:
        """Let the lines scroll where a low window has no room for all in large text."""
        lines = QWidget()
        column = QVBoxLayout(lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        while (taken := self.body.takeAt(0)) is not None:
            if (line := taken.widget()) is not None:
                column.addWidget(line)
        self._scroll = ScrollArea(lines)
        self._scroll.setFixedHeight(self.window().height() - 2 * SPACE.x1)
        self.body.addWidget(self._scroll)

    def _press(self) -> None:
        for item in self.items:
            if item.hasFocus():
                item.click()
                return

    def _pick(self, picked: Callable[[], object]) -> None:
        self.close_now()
        picked()
