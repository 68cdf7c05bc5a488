"""Where words stand in an open conversation, and the way from one place to the next."""

from collections.abc import Hashable, Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.domain.consultation import SymptomKind
from workstation.domain.matching import Span, spans
from workstation.domain.message import MessageKind
from workstation.ui.painting import Ink
from workstation.ui.strings import tr
from workstation.ui.theme import SPACE, Icon, TextRole
from workstation.ui.timeline.items import Card, Item, Said
from workstation.ui.widgets.icon_button import IconButton
from workstation.ui.widgets.label import Label

Place = tuple[Hashable, Span]


def matches_in(items: Iterable[Item], words: str) -> dict[Hashable, tuple[Span, ...]]:
    """For each item that has them, where ``words`` stand in its text."""
    found = ((item.key, spans(text_of(item), words)) for item in items)
    return {key: places for key, places in found if places}


def text_of(item: Item) -> str:
    """What of an item can be searched."""
    if isinstance(item, Card) and item.consultation.symptom.kind is SymptomKind.TEXT:
        return item.consultation.symptom.content
    if isinstance(item, Said) and item.message.kind is MessageKind.TEXT:
        return "" if item.message.retracted else item.message.text
    return ""


class MatchSteps(QWidget):
    """``第 1 处，共 3 处`` with the ways up and down; ``moved`` gives the place to show."""

    moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = Label(role=TextRole.CAPTION, ink=Ink.SECONDARY, tabular=True)
        self.up, self.down = IconButton(Icon.UP), IconButton(Icon.DOWN)
        self._places: list[Place] = []
        self._at = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.x1)
        row.addWidget(self.text)
        row.addSpacing(SPACE.x1)
        row.addWidget(self.up)
        row.addWidget(self.down)
        self.up.clicked.connect(lambda: self.step(-1))
        self.down.clicked.connect(lambda: self.step(1))
        self.retranslate()

    @property
    def current(self) -> Place | None:
        """The place shown, None without any."""
        return self._places[self._at] if self._places else None

    def show_matches(self, matches: Mapping[Hashable, tuple[Span, ...]]) -> None:
        """These are the places now; the one shown stays it where it is still there."""
        before = self.current
        self._places = [(key, span) for key, spans in matches.items() for span in spans]
        self._at = self._places.index(before) if before in self._places else 0
        self.setVisible(bool(self._places))
        self._say()

    def step(self, by: int) -> None:
        """To the next place, or from the last to the first."""
        if self._places:
            self._at = (self._at + by) % len(self._places)
            self._say()
            self.moved.emit(self.current)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.up.set_name(tr("history.match_before"), "Shift F3")
        self.down.set_name(tr("history.match_next"), "F3")
        self._say()

    def _say(self) -> None:
        total = len(self._places)
        self.text.setText(tr("history.match_at", number=self._at + 1, count=total) if total else "")
