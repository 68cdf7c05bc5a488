"""The bar at the foot: which sections are unsaved, what became of saving, and the two buttons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.fields.form import make_change_dot
from workstation.ui.kit.page import Page, hand_focus_over
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, theme
from workstation.ui.kit.widgets.announced import Announced
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.icon_mark import IconMark
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Panel, Surface

KEYS = "Ctrl S"


class SaveBar(Announced, Panel):
    """The bar with the buttons to save and discard; always there, so that nothing jumps."""

    save = Signal()
    discard = Signal()

    def __init__(self) -> None:
        super().__init__(Surface.PANEL, edge=Qt.Edge.TopEdge)
        self._sections: tuple[str, ...] = ()
        self._problem = ""
        self._dot = make_change_dot()
        self._alert = IconMark(Icon.ALERT, Ink.DANGER, size=SIZE.icon_sm)
        self._title = Label(strong=True, elide=True)
        self._names = Label(ink=Ink.SECONDARY, elide=True)
        self._names.setMinimumWidth(1)  # the title has its room first
        self._reason = Label(ink=Ink.DANGER, wrap=True)
        self.discarding = Button(kind=ButtonKind.OUTLINED)
        self.saving = Button(kind=ButtonKind.FILLED, keys=KEYS)
        self.discarding.clicked.connect(self.discard)
        self.saving.clicked.connect(self.save)
        self._bar = QWidget()
        self._margin = SPACE.x8
        self._row, self._below = QHBoxLayout(self._bar), QVBoxLayout()
        self._arrange()
        self.retranslate()

    @property
    def text(self) -> str:
        """The bar's title, and the problem or else the changed sections."""
        return f"{self._title.text()} {self._problem or self._section_names}".strip()

    def show_changed(self, sections: tuple[str, ...]) -> None:
        """Name the sections that are unsaved."""
        is_news = bool(sections) and not self._sections
        self._sections = sections
        self.retranslate()
        if is_news and not self._problem and self.isVisible():
            offer = f"{self.saving.text()} {KEYS}"
            words = tr("widgets.breath").join((self.text, offer))
            announcer.announce(words, topic="unsaved")

    def show_problem(self, text: str) -> None:
        """Say why nothing was saved; nothing takes it away."""
        self._problem = text
        self.retranslate()
        self.announce_text(self.text if text else "")

    def show_busy(self, *, busy: bool) -> None:
        """Show whether saving is under way."""
        self.saving.set_busy(busy)
        self.discarding.setEnabled(not busy and bool(self._sections))

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        names = (tr(f"profile.{name}.title") for name in self._sections)
        self._section_names = tr("profile.comma").join(names)
        unsaved = bool(self._sections)
        self.discarding.setText(tr("profile.discard"))
        self.saving.setText(tr("profile.save"))
        self._title.setText(tr("profile.changes" if unsaved else "profile.no_changes"))
        self._title.set_ink(Ink.PRIMARY if unsaved else Ink.TERTIARY)
        if self._problem:
            self._title.setText(tr("profile.not_saved"))
        self._names.set_ink(Ink.DANGER if self._problem else Ink.SECONDARY)
        self._dot.setVisible(unsaved and not self._problem)
        self._alert.setVisible(bool(self._problem))
        if not unsaved:
            for button in (self.saving, self.discarding):
                hand_focus_over(button, self._page())
        self.saving.setEnabled(unsaved)
        self.discarding.setEnabled(unsaved and not self.saving.busy)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _page(self) -> QWidget:
        """The page that the bar is in: from there Tab goes on."""
        part = self.parentWidget()
        while part is not None and not isinstance(part, Page):
            part = part.parentWidget()
        return part or self

    def _fit(self) -> None:
        """Fit the words where it is narrow: they have the room of the margins and of the shortcut.

        In large text also that of a button that has nothing to discard.
        """
        self.discarding.show()
        self._set(KEYS, SPACE.x8)
        if self._is_too_narrow():
            self._set("", SPACE.x4)
        if not self._sections and self._is_too_narrow():
            self.discarding.hide()
        self._place_reason()

    def _place_reason(self) -> None:
        """Place the reason: below the title where it does not fit beside it."""
        self._names.setText(self._problem or self._section_names)
        below = bool(self._problem) and self._row.sizeHint().width() > self.width()
        if below:
            self._names.setText("")
        self._reason.setText(self._problem if below else "")
        self._reason.setVisible(below)
        foot = SPACE.x4 if below else 0
        self._below.setContentsMargins(self._margin, 0, self._margin, foot)

    def _is_too_narrow(self) -> bool:
        return self._row.sizeHint().width() - self._names.sizeHint().width() > self.width()

    def _set(self, keys: str, margin: int) -> None:
        self.saving.show_keys(keys)
        self._row.setContentsMargins(margin, SIZE.hairline, margin, 0)
        self._margin = margin

    def _arrange(self) -> None:
        theme.hold(self._bar, QWidget.setFixedHeight, SIZE.header)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(self._below)
        self._below.addWidget(self._reason)
        row = self._row
        row.setSpacing(SPACE.x2)
        parts: tuple[QWidget, ...] = (self._dot, self._alert, self._title)
        for part in parts:
            row.addWidget(part)
        row.addWidget(self._names, 1)
        row.addWidget(self.discarding)
        row.addWidget(self.saving)
