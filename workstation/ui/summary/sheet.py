"""小结 over the window: assessment, advice, prescription, follow-up, and what becomes of them."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.domain.closing import MAX_TEXT_CHARACTERS, ClosingSummary, find_mistakes
from workstation.domain.consultation import Consultation
from workstation.domain.errors import InputError
from workstation.ui.composer.send_confirmation import SendConfirmation
from workstation.ui.composer.target import TargetMark
from workstation.ui.kit.fields.form import Titled
from workstation.ui.kit.fields.text_area import TextArea
from workstation.ui.kit.layers.sheet import FormSheet
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, TextRole
from workstation.ui.kit.widgets.checkbox import CheckBox
from workstation.ui.kit.widgets.label import Label
from workstation.ui.kit.widgets.message_line import MessageLine
from workstation.ui.kit.widgets.panel import CardPanel
from workstation.ui.record.summary_text import summary_message
from workstation.ui.summary.follow_up import FollowUp

REASONS = {
    "empty": "closing.missing",
    "too_long": "closing.too_long",
    "malformed": "closing.no_day",
    "past": "closing.past_day",
}
LINES = 2
WORDS = ("assessment", "advice", "prescription")


class ClosingSheet(FormSheet):
    """The sheet on which a summary is written.

    Emits ``edited`` (every change by hand), ``asked``, and ``put_away`` (by the doctor).
    ``today`` tells the doctor's day; without ``is_durable`` what is written ends with the program.
    ``question`` asks before something doubtful is sent.
    """

    edited = Signal()
    put_away = Signal()

    def __init__(
        self, window: QWidget, today: Callable[[], date], *, is_durable: bool = True
    ) -> None:
        super().__init__(window)
        self._today, self._is_durable = today, is_durable
        self.consultation: Consultation | None = None
        self._refused = False
        self._sent_before = ""
        self.target = TargetMark()
        self.note = Label(role=TextRole.LABEL, ink=Ink.SECONDARY, wrap=True)
        self.local = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, wrap=True)
        self.state = MessageLine()
        self.text_areas = {name: TextArea(limit=MAX_TEXT_CHARACTERS, lines=LINES) for name in WORDS}
        self.no_prescription = CheckBox()
        self.follow_up = FollowUp(today)
        self.preview = Label(role=TextRole.LABEL, wrap=True)
        self.question = SendConfirmation()
        self._titled = {name: Titled(part) for name, part in self.text_areas.items()}
        self._titled["follow_up"] = Titled(self.follow_up)
        self._preview_title = Label(role=TextRole.LABEL, strong=True)
        self._arrange()
        self._connect()
        self.retranslate()

    @property
    def written(self) -> ClosingSummary:
        """What is filled in now."""
        return ClosingSummary(
            **{name: part.text() for name, part in self.text_areas.items()},
            no_prescription=self.no_prescription.isChecked(),
            follow_up=self.follow_up.text(),
        )

    def show_summary(
        self,
        consultation: Consultation,
        summary: ClosingSummary,
        sent: str = "",
        *,
        is_one_of_several: bool = False,
    ) -> None:
        """Fill it in for a consultation; ``sent`` is when an earlier summary was sent.

        ``is_one_of_several`` says that the patient has another one in process.
        """
        self._sent_before = sent
        self.show_target(consultation, is_one_of_several=is_one_of_several)
        self._refused = False
        for name, part in self.text_areas.items():
            part.set_text(getattr(summary, name))
            part.edit.moveCursor(QTextCursor.MoveOperation.End)
        self.no_prescription.setChecked(summary.no_prescription)
        self.follow_up.set_text(summary.follow_up)
        self.show_ended(ended=False)
        self.show_error("")
        self.question.withdraw()
        self._show_errors({})
        self.retranslate()

    def show_target(self, consultation: Consultation, *, is_one_of_several: bool) -> None:
        """Say which consultation it is about, as the platform lists it by now."""
        self.consultation = consultation
        self.target.show_consultation(consultation, is_one_of_several=is_one_of_several)
        self._update_title()

    def show_ended(self, *, ended: bool) -> None:
        """Show whether the consultation has left the queue: then nothing can be sent."""
        self.start.setEnabled(not ended)
        self._update_state()

    def open(self) -> None:
        """Show it, the keyboard on its first field."""
        super().open()
        self.text_areas["assessment"].setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Close the sheet; what is filled in is kept."""
        super().dismiss()
        self.put_away.emit()

    def finish(self) -> None:
        """Close the sheet: the summary was sent."""
        super().dismiss()

    def check(self) -> bool:
        """Say at each part what keeps it from being sent; true when nothing does."""
        errors = find_mistakes(self.written, self._today())
        self._refused = bool(errors)
        self._show_errors(errors)
        wrong = next(iter(errors), None)
        if wrong is not None:
            self.go_to(self.text_areas.get(wrong, self.follow_up))
        return not errors

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        super().retranslate()
        self._update_title()
        self.cancel.setText(tr("closing.cancel"))
        self.start.setText(tr("closing.send"))
        self.note.setText(tr("closing.note"))
        self.local.setText(tr("closing.local" if self._is_durable else "closing.local_for_now"))
        for part, titled in self._titled.items():
            titled.title.setText(tr(f"closing.{part}"))
        for part, area in self.text_areas.items():
            area.set_name(tr(f"closing.{part}"), tr(f"closing.{part}_example"))
        self.no_prescription.setText(tr("closing.no_prescription"))
        self._preview_title.setText(tr("closing.preview"))
        self._update_state()
        self._update_preview()
        if self._refused:
            self._show_errors(find_mistakes(self.written, self._today()))

    def _on_changed(self) -> None:
        self.question.withdraw()
        self.text_areas["prescription"].setEnabled(not self.no_prescription.isChecked())
        if self._refused:
            self._show_errors(find_mistakes(self.written, self._today()))
        self._update_preview()

    def _on_edited(self) -> None:
        self._on_changed()
        self.edited.emit()

    def _show_errors(self, errors: dict[str, InputError]) -> None:
        texts = {
            name: tr(REASONS[error.reason], limit=MAX_TEXT_CHARACTERS)
            for name, error in errors.items()
        }
        for name, part in self.text_areas.items():
            part.set_error(texts.get(name, ""))
        if "follow_up" in texts:
            self.follow_up.field.set_error(texts["follow_up"])

    def _update_title(self) -> None:
        name = self.consultation.patient_name if self.consultation is not None else ""
        self.title.setText(tr("closing.title", name=name or tr("queue.no_name")))
        self.setAccessibleName(self.title.text())

    def _update_state(self) -> None:
        if not self.start.isEnabled():
            self.state.show_text(tr("closing.ended"), Ink.WARNING)
        else:
            self.state.show_text(
                tr("closing.again", moment=self._sent_before) if self._sent_before else ""
            )

    def _update_preview(self) -> None:
        written = self.written
        empty = not any(getattr(written, name).strip() for name in WORDS)
        text = tr("closing.preview_empty") if empty else summary_message(written, self._today())
        self.preview.set_ink(Ink.TERTIARY if empty else Ink.PRIMARY)
        self.preview.setText(text)

    def _connect(self) -> None:
        for part in self.text_areas.values():
            part.edited.connect(self._on_edited)
        self.no_prescription.toggled.connect(self._on_changed)
        self.no_prescription.clicked.connect(self._on_edited)
        self.follow_up.edited.connect(self._on_edited)

    def _arrange(self) -> None:
        preview_card = CardPanel()
        inner = QVBoxLayout(preview_card)
        inner.setContentsMargins(SPACE.x3, SPACE.x2, SPACE.x3, SPACE.x2)
        inner.addWidget(self.preview)
        notes = _column(self.note, self.local, self.state)
        prescription = _column(self._titled["prescription"], self.no_prescription)
        self.form.addWidget(self.target)
        self.form.addLayout(notes)
        self.form.addWidget(self._titled["assessment"])
        self.form.addWidget(self._titled["advice"])
        self.form.addLayout(prescription)
        self.form.addWidget(self._titled["follow_up"])
        self.form.addLayout(_column(self._preview_title, preview_card))
        self.form.addStretch(1)
        self.foot.insertWidget(0, self.question)


def _column(*parts: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(SPACE.x1)
    for part in parts:
        column.addWidget(part)
    return column
