"""Where words stand in a conversation, and the way from one place to the next."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.domain.consultation import Consultation
from workstation.domain.matching import Span, find_spans, has_words, split_words
from workstation.domain.message import Message
from workstation.domain.value import Value
from workstation.ui.conversation.timeline.anchor import CARD_ANCHOR, Anchor
from workstation.ui.conversation.timeline.card import card_text
from workstation.ui.conversation.timeline.message_facts import speaker_name
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, Icon, TextRole
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label

AROUND = 40
"""Characters before and after a match that are read with it."""


class Match(Value):
    """One place: an item of the conversation, and the characters of its text."""

    anchor: Anchor
    span: Span


def matches_in(consultation: Consultation, messages: Iterable[Message], words: str) -> list[Match]:
    """Every place in order: in the symptom card, then in the messages that have the words."""
    return list(_matches(consultation, messages, words))


def _matches(
    consultation: Consultation, messages: Iterable[Message], words: str
) -> Iterator[Match]:
    matter = card_text(consultation)
    if has_words(matter, split_words(words)):
        yield from (Match(CARD_ANCHOR, span) for span in find_spans(matter, words))
    for message in messages:
        anchor = Anchor.of(message)
        yield from (Match(anchor, span) for span in find_spans(message.written, words))


def match_sentence(match: Match, consultation: Consultation, messages: Iterable[Message]) -> str:
    """A match as a sentence: the sender, and the words around it."""
    name, text = tr("conversation.card.title"), card_text(consultation)
    for message in messages:
        if message.key == match.anchor.key:
            name, text = speaker_name(message), message.written
    start, end = match.span
    around = text[max(start - AROUND, 0) : end + AROUND]
    return tr("announced.about", name=name, text=" ".join(around.split()))


class MatchSteps(QWidget):
    """Counts the matches and goes from one to the next.

    ``第 1 处，共 3 处`` with the ways up and down; ``stepped`` carries -1 or 1.

    Where space is short it shows ``1/3``; a screen reader reads the full text.
    """

    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = Label(role=TextRole.CAPTION, ink=Ink.SECONDARY, tabular=True)
        self.up, self.down = IconButton(Icon.UP), IconButton(Icon.DOWN)
        self._number = self._total = 0
        self._is_brief = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.x1)
        row.addWidget(self.text)
        row.addSpacing(SPACE.x1)
        row.addWidget(self.up)
        row.addWidget(self.down)
        self.up.clicked.connect(lambda: self.stepped.emit(-1))
        self.down.clicked.connect(lambda: self.stepped.emit(1))
        self.retranslate()

    def show_place(self, number: int, total: int) -> None:
        """Show which of how many matches the doctor is at, counted from 1; hide it without any."""
        self._number, self._total = number, total
        self.setVisible(total > 0)
        self._update_text()

    def set_brief(self, brief: bool) -> None:  # noqa: FBT001
        """Switch to or from the short form."""
        self._is_brief = brief
        self._update_text()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.up.set_name(tr("history.match_before"), "Shift F3")
        self.down.set_name(tr("history.match_next"), "F3")
        self._update_text()

    def _update_text(self) -> None:
        text = tr("history.match_at", number=self._number, count=self._total)
        brief = tr("history.match_brief", number=self._number, total=self._total)
        self.text.setText((brief if self._is_brief else text) if self._total else "")
        self.text.setAccessibleName(text)
        self.updateGeometry()
