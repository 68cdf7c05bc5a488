"""遮盖 over the window: places in photos, words in texts, whole files; asked before an export."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.redaction import Redaction
from workstation.ui.kit.layers.dialog import ModalLayer
from workstation.ui.kit.layers.sheet import row_of
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, Icon, TextRole
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.icon_button import IconButton
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.page_stack import PageStack
from workstation.ui.kit.widgets.panel import Divider, Panel, Surface
from workstation.ui.kit.widgets.segmented import Segmented
from workstation.ui.redaction.leaving import DISCARD, leaving_question
from workstation.ui.redaction.offers import RedactionOffers
from workstation.ui.redaction.photo_page import PhotoPage
from workstation.ui.redaction.pick_list import PickLine, PickList
from workstation.ui.redaction.word_page import WordPage

PHOTOS, WORDS, FILES = range(3)


class RedactionSheet(ModalLayer):
    """The sheet that asks what is to be kept out.

    ``answered`` gives what is to be kept out, or ``None`` where the doctor goes back.
    """

    answered = Signal(object)

    def __init__(self, window: QWidget, offers: RedactionOffers) -> None:
        super().__init__(window)
        self._offers = offers
        self._card = Panel(Surface.RAISED, parent=self)
        self.title = Label(role=TextRole.TITLE, strong=True, elide=True)
        self.close_button = IconButton(Icon.X)
        self.part = Segmented((PHOTOS, WORDS, FILES))
        self.photos, self.words, self.files = PhotoPage(), WordPage(), PickList()
        self.stack = PageStack()
        self.total = Label(ink=Ink.SECONDARY, elide=True, tabular=True)
        self.cancel, self.go_on = Button(), Button(kind=ButtonKind.FILLED)
        self._arrange()
        self._connect()
        self.words.show_offers(offers.words, offers.texts, go_on=offers.words_go_on)
        self.files.show_lines([PickLine(offer.caption) for offer in offers.files])
        self.retranslate()

    @property
    def redaction(self) -> Redaction:
        """What is to be kept out, as it stands now."""
        files = {self._offers.files[number].url for number in self.files.ticked}
        return Redaction(dict(self.photos.boxes), self.photos.left_out | files, self.words.words)

    def open(self) -> None:
        """Show it, the keyboard on the photo, or on the words where there are no photos."""
        super().open()
        self.photos.show_offers(self._offers.photos)
        self.show_part(PHOTOS if self._offers.photos else WORDS)

    def show_part(self, part: int) -> None:
        """Show the part of photos, words or files."""
        self.part.set_value(part)
        self.stack.setCurrentIndex(part)
        first: QWidget = (self.photos.strip, self.words.typed, self.files)[part]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """Close it without an answer; what was chosen is thrown away only where that is meant."""
        if not self.redaction:
            self.answer(goes_on=False)
            return
        question = leaving_question(self._window)
        question.answered.connect(self._on_left)
        question.open()

    def _on_left(self, answer: str) -> None:
        if answer == DISCARD:
            self.answer(goes_on=False)

    def answer(self, *, goes_on: bool) -> None:
        """Close the sheet with an answer."""
        redaction = self.redaction if goes_on else None
        self.dismiss()
        self.answered.emit(redaction)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.title.setText(tr("redaction.title"))
        self.setAccessibleName(tr("redaction.title"))
        self.close_button.set_name(tr("widgets.close"), "Esc")
        counts = (len(self._offers.photos), len(self._offers.words), len(self._offers.files))
        names = ("photos", "words", "files")
        texts = [
            tr(f"redaction.part.{name}", count=count)
            for name, count in zip(names, counts, strict=True)
        ]
        self.part.set_texts(tr("redaction.title"), texts)
        self.files.sentence.setText(tr("redaction.files_text"))
        self.files.empty.setText(tr("redaction.no_files"))
        self.cancel.setText(tr("record.hint.cancel"))
        self.go_on.setText(tr("evidence.hint.choose"))
        self.photos.retranslate()
        self.words.retranslate()
        self.files.retranslate()
        self._show_total()

    def card(self) -> QRectF:
        return QRectF(self._card.geometry())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back at Esc, go on at Ctrl Enter."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        elif is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.answer(goes_on=True)

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002
        edge = SPACE.x6
        self._card.setGeometry(self.rect().adjusted(edge, edge, -edge, -edge))

    def _show_total(self) -> None:
        redaction = self.redaction
        boxes = sum(len(photo.boxes) for photo in redaction.photos.values())
        self.total.setText(
            tr(
                "redaction.so_far",
                boxes=tr("redaction.boxes", count=boxes),
                places=tr("redaction.places", count=self.words.places),
                files=tr("redaction.files", count=len(redaction.left_out)),
            )
        )

    def _connect(self) -> None:
        self.part.picked.connect(self.show_part)
        self.close_button.clicked.connect(self.go_back)
        self.cancel.clicked.connect(self.go_back)
        self.go_on.clicked.connect(lambda: self.answer(goes_on=True))
        for page in (self.photos, self.words, self.files):
            page.changed.connect(self._show_total)

    def _arrange(self) -> None:
        for page in (self.photos, self.words, self.files):
            self.stack.addWidget(page)
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE.x6, SPACE.x2, SPACE.x6, 0)
        foot.setSpacing(SPACE.x2)
        foot.addWidget(self.total, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go_on)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(1, SPACE.x4, 1, SPACE.x4)
        column.setSpacing(SPACE.x2)
        column.addLayout(
            row_of(self.title, None, self.part, None, self.close_button, gutter=SPACE.x6)
        )
        column.addWidget(Divider())
        column.addWidget(self.stack, 1)
        column.addWidget(Divider())
        column.addLayout(foot)
