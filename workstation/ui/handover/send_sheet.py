"""Handing over to a colleague: who, which consultations, and what they will read there."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workstation.domain.consultation import Consultation
from workstation.domain.ids import MemberId
from workstation.domain.value import Value
from workstation.store.handover import HandoverEntry
from workstation.ui.composer.send_confirmation import SendConfirmation
from workstation.ui.handover.texts import TOLD_COLLEAGUES, handover_message, patient_name
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.fields.form import Titled
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.layers.sheet import FormSheet
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import TextRole
from workstation.ui.kit.widgets.checkbox import CheckBox
from workstation.ui.kit.widgets.label import Label

MAX_PREVIEWED = 30


class Colleague(Value):
    """A doctor who is in the team of some of these consultations."""

    member_id: MemberId
    name: str


class SendSheet(FormSheet):
    """The sheet on which consultations are handed over.

    Emits ``asked``; ``messages`` are what is to be sent then, each in its consultation.
    ``question`` asks before something doubtful is sent.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._entries: tuple[HandoverEntry, ...] = ()
        self._colleagues: tuple[Colleague, ...] = ()
        self._now_ms = 0
        self.question = SendConfirmation()
        self.foot.insertWidget(0, self.question)
        self.colleague = Select()
        self._titled = Titled(self.colleague)
        self.only_open = CheckBox()
        self.only_open.setChecked(True)
        self.warning = Label(role=TextRole.LABEL, ink=Ink.WARNING, wrap=True)
        self._preview_title = Label(role=TextRole.LABEL, strong=True)
        self.preview = Label(role=TextRole.LABEL, wrap=True)
        for part in (self._titled, self.only_open, self.warning, self._preview_title, self.preview):
            self.form.addWidget(part)
        self.colleague.currentIndexChanged.connect(self._show_messages)
        self.only_open.toggled.connect(self._show_messages)
        self.retranslate()

    def show_entries(
        self, entries: Sequence[HandoverEntry], colleagues: Sequence[Colleague], now_ms: int
    ) -> None:
        """Show these entries; the colleague who was chosen before stays chosen."""
        picked = self.colleague.currentData()
        self._entries, self._colleagues, self._now_ms = tuple(entries), tuple(colleagues), now_ms
        self._name_colleagues()
        if self.colleague.findData(picked) >= 0:
            self.colleague.choose(picked)
        self._show_messages()

    @property
    def picked(self) -> Colleague | None:
        """The colleague who is picked."""
        number = self.colleague.currentIndex()
        return self._colleagues[number] if 0 <= number < len(self._colleagues) else None

    @property
    def messages(self) -> tuple[tuple[Consultation, str], ...]:
        """What is said in which consultation; only where the colleague is in the team."""
        picked = self.picked
        if picked is None:
            return ()
        return tuple(
            (entry.row.consultation, handover_message(entry, picked.name, self._now_ms))
            for entry in self._of(picked)
            if not self.only_open.isChecked() or _is_open(entry)
        )

    def open(self) -> None:
        """Show it, the keyboard on the colleague."""
        super().open()
        self.colleague.setFocus(Qt.FocusReason.PopupFocusReason)

    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(tr("handover.send.title"))
        self.setAccessibleName(tr("handover.send.title"))
        self._titled.title.setText(tr("handover.send.colleague"))
        self.colleague.setAccessibleName(tr("handover.send.colleague"))
        self.only_open.setText(tr("handover.send.only_open"))
        self.warning.setText(tr("handover.send.warning"))
        self._preview_title.setText(tr("handover.send.preview"))
        self.cancel.setText(tr("handover.send.cancel"))
        number = self.colleague.currentIndex()
        self._name_colleagues()
        self.colleague.setCurrentIndex(number)
        self._show_messages()

    def _name_colleagues(self) -> None:
        self.colleague.clear()
        for one in self._colleagues:
            count = len(self._of(one))
            text = tr("handover.send.colleague_item", name=one.name, count=count)
            self.colleague.addItem(text, one.member_id)

    @staticmethod
    def _preview(messages: Sequence[tuple[Consultation, str]]) -> str:
        """The messages as a preview: what is said in whose consultation."""
        parts = [f"{patient_name(one)}\n{text}" for one, text in messages[:MAX_PREVIEWED]]
        more = len(messages) - len(parts)
        if more:
            parts.append(tr("handover.send.more", count=more))
        return "\n\n".join(parts)

    def _of(self, colleague: Colleague) -> tuple[HandoverEntry, ...]:
        return tuple(
            entry
            for entry in self._entries
            if colleague.member_id in entry.row.consultation.doctor_ids
        )

    def _show_messages(self) -> None:
        self.question.withdraw()
        messages = self.messages
        self.preview.setText(self._preview(messages) or tr("handover.send.nothing"))
        before = self.start.text()
        self.start.setText(tr("handover.send.start", count=len(messages)))
        if self.isVisible() and self.start.text() != before:  # the keyboard is on what changed it
            text = self.start.text() if messages else tr("handover.send.nothing")
            announcer.announce(text, topic="messages to send", urgent=True)
        self.start.setEnabled(bool(messages))
        self.place()


def _is_open(entry: HandoverEntry) -> bool:
    """Whether the colleague would read of anything to be done."""
    return entry.row.waiting or any(item.kind in TOLD_COLLEAGUES for item in entry.items)
