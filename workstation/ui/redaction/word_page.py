"""Words to be kept out of every text: what rules found, and what the doctor types."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.domain.identifiers import Identifier, IdentifierKind
from workstation.domain.redaction import WordMask
from workstation.ui.kit.fields.field import Field
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.redaction.offers import WordOffer
from workstation.ui.redaction.pick_list import PickLine, PickList


class WordPage(PickList):
    """The page of words to be kept out.

    ``words`` are what is ticked; what is typed has to stand in some text.
    """

    def __init__(self) -> None:
        super().__init__()
        self._offers: list[WordOffer] = []
        self._texts: tuple[str, ...] = ()
        self._counted: tuple[tuple[str, ...], int] = ((), 0)
        self._unlisted_from = 0
        self.typed = Field(large=False)
        self.add_button = Button(kind=ButtonKind.OUTLINED)
        below = QWidget()
        row = QHBoxLayout(below)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.x2)
        row.addWidget(self.typed, 1)
        row.addWidget(self.add_button)
        self.add_below(below)
        self.typed.submitted.connect(self.take_typed)
        self.typed.edited.connect(lambda _text: self.typed.set_error(""))
        self.add_button.clicked.connect(self.take_typed)

    @property
    def words(self) -> tuple[str, ...]:
        """What is to be kept out."""
        return tuple(self._offers[number].identifier.text for number in self.ticked)

    @property
    def places(self) -> int:
        """In how many places the words stand; counted again only for other words."""
        if self._counted[0] != self.words:
            mask = WordMask(self.words, "")
            self._counted = (self.words, sum(map(mask.count, self._texts)))
        return self._counted[1]

    def show_offers(
        self, offers: Sequence[WordOffer], texts: tuple[str, ...], *, go_on: bool = False
    ) -> None:
        """Offer what was found in these texts; where it would ``go_on``, say so."""
        self._offers, self._texts = list(offers), texts
        self._counted = ((), 0)
        self._unlisted_from = len(offers) if go_on else 0
        self.show_lines([line_of(offer) for offer in offers])

    def take_typed(self) -> None:
        """Tick what is typed, if it stands anywhere."""
        text = self.typed.text().strip()
        if not text:
            return
        self.typed.set_error("")
        known = [offer.identifier.text for offer in self._offers]
        if text in known:
            self.boxes[known.index(text)].setChecked(True)
            self.typed.set_text("")
            return
        mask = WordMask((text,), "")
        places = sum(map(mask.count, self._texts))
        if not places:
            self.typed.set_error(tr("redaction.not_found"))
            return
        offer = WordOffer(Identifier(IdentifierKind.TYPED, text), places)
        self._offers.append(offer)
        self.typed.set_text("")
        self.add(line_of(offer), ticked=True)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        super().retranslate()
        limit = self._unlisted_from
        more = tr("redaction.words_go_on", count=limit) if limit else ""
        self.sentence.setText("\n".join(filter(None, (tr("redaction.words_text"), more))))
        self.empty.setText(tr("redaction.no_words"))
        self.typed.set_name(tr("redaction.typed"), tr("redaction.typed"))
        self.add_button.setText(tr("redaction.add_word"))
        for box, offer in zip(self.boxes, self._offers, strict=True):
            box.set_hint(line_of(offer).hint)


def line_of(offer: WordOffer) -> PickLine:
    """The line of a word: the string, and below it what it may be and how often it stands there."""
    kind = tr(f"redaction.kind.{offer.identifier.kind.value}")
    hint = tr("redaction.word_hint", kind=kind, places=tr("redaction.places", count=offer.places))
    return PickLine(offer.identifier.text, hint)
