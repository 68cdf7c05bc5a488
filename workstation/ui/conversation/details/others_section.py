"""The other consultations of the patient in the details, each one click away."""

import math
from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.domain.value import Value
from workstation.store.consultation_search import ConsultationMatch
from workstation.ui.conversation.timeline.card import matter_text
from workstation.ui.kit.painting import Ink, draw_line, fill_round, line_width, painting
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, TextRole, theme
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.enter import EnterPresses
from workstation.ui.kit.widgets.focus_ring import ring_on_focus
from workstation.ui.kit.widgets.hovering import Hovering
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.panel import Divider
from workstation.ui.kit.widgets.tab_order import chain_in_tab_order

MAX_ROWS = 4
"""More would push the rest out of sight; the search has all of them."""


def matter_line(consultation: Consultation) -> str:
    """The matter in one line: its words, or how many photos there are instead."""
    if words := matter_text(consultation):
        return words
    count = len(consultation.pictures)
    return tr("queue.pictures", count=count) if count else tr("queue.no_symptom")


class OtherConsultation(Value):
    """One row: when it began, what was the matter, which list it stands in."""

    consultation_id: ConsultationId
    begun: str
    matter: str
    in_process: bool


class OtherRow(EnterPresses, Hovering, QAbstractButton):
    """A row that opens its consultation."""

    def __init__(self, other: OtherConsultation) -> None:
        super().__init__()
        self._other, self._matter_from = other, SIZE.field_label
        state = tr("details.others.active" if other.in_process else "details.others.ended")
        self.setAccessibleName(tr("queue.comma").join(filter(None, (other.begun, other.matter))))
        self.setAccessibleDescription(state)
        self.setToolTip(tr("details.others.open", state=state))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def begun_width(self) -> int:
        """Width of when it began, with the space after it."""
        wide = line_width(self._other.begun, theme.font(TextRole.LABEL, tabular=True))
        return math.ceil(wide) + SPACE.x2

    def align_matter(self, from_x: int) -> None:
        """Let the matter begin there, below those of the other rows."""
        self._matter_from = from_x
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(SIZE.details, SIZE.control)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        ring_on_focus(self, event, RADIUS.sm)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        line = QRectF(self.rect())
        label = theme.font(TextRole.LABEL)
        with painting(self) as painter:
            if self._hovered:
                hovered = line.adjusted(-SPACE.x2, 0, SPACE.x2, 0)
                fill_round(painter, hovered, theme.colours.bg_hover, RADIUS.sm)
            begun = theme.font(TextRole.LABEL, tabular=True)
            ink = Ink.ACCENT if self._other.in_process else Ink.TERTIARY
            draw_line(painter, line, self._other.begun, begun, ink.colour)
            line.setLeft(self._matter_from)
            draw_line(painter, line, self._other.matter, label, Ink.PRIMARY.colour)


def _begun_texts(moments: Sequence[int | None], now_ms: int) -> list[str]:
    """The day on which each began; of several on one day the time, too, that tells them apart."""
    days = Counter(formats.local_day(moment) for moment in moments if moment is not None)
    return [
        ""
        if moment is None
        else formats.day_time(moment, now_ms)
        if days[formats.local_day(moment)] > 1
        else formats.day(moment, now_ms)
        for moment in moments
    ]


class OthersSection(QWidget):
    """The section of the patient's other consultations.

    Emits ``picked`` (a number, whether it is in process) and ``all_asked``. Hidden while there
    are none.
    """

    picked = Signal(int, bool)
    all_asked = Signal()

    def __init__(self, now_ms: Callable[[], int]) -> None:
        super().__init__()
        self._now_ms = now_ms
        self._matches: Sequence[ConsultationMatch] = ()
        self.title = Label(role=TextRole.LABEL, strong=True, elide=True)
        self.count = Label(role=TextRole.LABEL, ink=Ink.TERTIARY, tabular=True)
        self.all_button = Button(kind=ButtonKind.LINK)
        self.all_button.clicked.connect(self.all_asked)
        self.rows: list[OtherRow] = []
        self._list = QVBoxLayout()
        self._arrange()
        self.retranslate()

    def show_others(self, matches: Sequence[ConsultationMatch]) -> None:
        """Show the newest of these; rows that are the same stay, as does the keyboard on them."""
        if list(matches) != list(self._matches):
            self._matches = matches
            self.retranslate()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.title.setText(tr("details.others.title"))
        self.count.setText(str(len(self._matches)))
        self.all_button.setText(tr("details.all_pictures"))
        self.all_button.setVisible(len(self._matches) > MAX_ROWS)
        for row in self.rows:
            row.hide()
            row.deleteLater()
        visible = self._matches[:MAX_ROWS]
        begun = _begun_texts([each.consultation.created_ms for each in visible], self._now_ms())
        self.rows = [self._make(*each) for each in zip(visible, begun, strict=True)]
        matter_from = max((SIZE.field_label, *(row.begun_width for row in self.rows)))
        for row in self.rows:
            row.align_matter(matter_from)
        chain_in_tab_order([self.all_button, *self.rows])
        self.setVisible(bool(self._matches))

    def _make(self, match: ConsultationMatch, begun: str) -> OtherRow:
        consultation_id, matter = (
            match.consultation.consultation_id,
            matter_line(match.consultation),
        )
        row = OtherRow(OtherConsultation(consultation_id, begun, matter, match.in_process))
        row.clicked.connect(lambda: self.picked.emit(consultation_id, match.in_process))
        self._list.addWidget(row)
        return row

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE.x2)
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.all_button)
        self._list.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(SPACE.x4, SPACE.x4, SPACE.x4, SPACE.x3)
        inner.setSpacing(SPACE.x2)
        inner.addLayout(head)
        inner.addLayout(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Divider())
        column.addLayout(inner)
