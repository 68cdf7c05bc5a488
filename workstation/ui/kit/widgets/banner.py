"""The bar that says how the connection is: amber while it is not, green once it is back.

40 px high, and higher where what it says needs more than one line: why a connection does not come
about is nothing to cut off. In a window with room for few lines it has one, and a button that opens
the whole, which is its tool tip as well: with large text it would take the place of what one reads.
"""

import enum

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.painting import Ink, painting
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.icon_mark import IconMark
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import changes_layout
from workstation.ui.kit.widgets.title_row import TitleRow
from workstation.ui.kit.widgets.tool_tip import set_tool_tip
from workstation.ui.kit.widgets.whole_button import WholeButton

BRIEF_BELOW = 480
"""Height of a window, before text grows, below which what stands there all day has one line."""


def has_few_lines(height: int) -> bool:
    """Whether a window of this height has room for few lines of text."""
    return height < theme.scaled(BRIEF_BELOW)


ONE_BAR_BELOW = 360
"""Height of a window, before text grows, below which only the gravest bar stands there."""


def has_room_for_one_bar(height: int) -> bool:
    """Whether of several bars in a window of this height all but one have to wait."""
    return height < theme.scaled(ONE_BAR_BELOW)


class BannerTone(enum.Enum):
    """How grave it is: picks icon, tint and ink."""

    WARNING = "warning"
    SUCCESS = "success"
    DANGER = "danger"

    @property
    def tint(self) -> QColor:
        """The bar's colour."""
        value: QColor = getattr(theme.colours, f"{self.value}_tint")
        return value


MARKS = {
    BannerTone.WARNING: (Icon.OFFLINE, Ink.WARNING),
    BannerTone.SUCCESS: (Icon.CHECK, Ink.SUCCESS),
    BannerTone.DANGER: (Icon.ALERT, Ink.DANGER),
}


class Banner(QWidget):
    """A bar with a sentence and at most one button.

    ``acted`` when its one action is pressed, ``whole_asked`` with title and detail where it has no
    room for all of them.
    """

    acted = Signal()
    whole_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone, self._is_brief = BannerTone.WARNING, False
        self._whole = self._short = ("", "")
        theme.hold(self, QWidget.setMinimumHeight, SIZE.bar_sm)
        self._mark = IconMark(Icon.OFFLINE, Ink.WARNING, size=SIZE.icon_sm)
        self._title = Label(role=TextRole.LABEL, strong=True, wrap=True)
        self._detail = Label(role=TextRole.LABEL, ink=Ink.SECONDARY, tabular=True, wrap=True)
        self._action = Button(kind=ButtonKind.LINK)
        theme.hold(self._action, QWidget.setMinimumHeight, SIZE.control_sm)
        self._action.clicked.connect(self.acted)
        self.whole_button = WholeButton()
        self.whole_button.clicked.connect(lambda: self.whole_asked.emit(*self._whole))
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.x4, SPACE.x2, SPACE.x4, SPACE.x2)
        row.setSpacing(SPACE.x3)
        row.addWidget(self._mark)
        self._words = TitleRow(self._title, self._detail, SPACE.x3)
        row.addLayout(self._words, 1)
        row.addWidget(self._action)
        row.addWidget(self.whole_button)

    def show_text(
        self,
        tone: BannerTone,
        title: str,
        detail: str = "",
        action: str = "",
        short: tuple[str, str] | None = None,
    ) -> None:
        """Say ``title`` in the strong weight, then ``detail``; no ``action`` hides the button.

        ``short`` are title and detail where there is but one line.
        """
        if tone is not self._tone:
            self._tone = tone
            self._mark.show_icon(*MARKS[tone])
            self.update()
        if title != self._whole[0]:
            self._detail.keep_room_for("")
        self._whole = title, detail
        self._short = short or self._whole
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(f"{title} {detail}".strip())
        self.fit(is_brief=self._is_brief)

    def keep_room_for(self, *details: str) -> None:
        """Be as high as each of them needs, while the title is the same.

        Seconds are counted and tries begin: a bar that has one line and then two moves the page
        below a pointer.
        """
        for detail in (self._whole[1], *details):
            self._detail.keep_room_for(detail)

    def fit(self, *, is_brief: bool) -> None:
        """Have one line, or as many as it needs."""
        self._is_brief = is_brief
        title, detail = self._short if is_brief else self._whole
        self._title.setText(title)
        self._detail.setText(detail)
        self._words.is_one_line = is_brief
        for label in (self._title, self._detail):
            label.set_max_lines(1 if is_brief else 0)
        set_tool_tip(self, self._whole[1] if is_brief else "")

    def event(self, event: QEvent) -> bool:
        """Offer the whole wherever the layout has just left too few lines."""
        result = super().event(event)
        if changes_layout(event):
            is_short = self._is_brief and self._short != self._whole
            self.whole_button.offer(is_cut=is_short or self._title.is_cut or self._detail.is_cut)
        return result

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(event.rect(), self._tone.tint)
