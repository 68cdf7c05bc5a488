"""The end of a consultation: the summary as it is written, sent once, and what follows."""

from collections.abc import Callable
from datetime import date

import shiboken6
from PySide6.QtCore import QObject

from workstation.base.task_scope import TaskScope
from workstation.domain.closing import ClosingSummary, KeptSummary
from workstation.domain.consultation import Consultation
from workstation.domain.errors import StorageError, WorkstationError
from workstation.domain.guards import Doubts
from workstation.domain.ids import ConsultationId
from workstation.store.same_patient import has_several_open
from workstation.store.worklist import RowsChanged
from workstation.store.worklist_row import WorklistRow
from workstation.ui.composer.guard import SendGuard, sentences
from workstation.ui.consultation_row.row_texts import waiting_text
from workstation.ui.kit.strings import error_text, formats, tr
from workstation.ui.record.summary_text import summary_message
from workstation.ui.record.times import moment
from workstation.ui.record.wiring import Records
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame
from workstation.ui.summary.drafts import SummaryDrafts
from workstation.ui.summary.sent import SentDialog
from workstation.ui.summary.sheet import ClosingSheet


class ClosingWiring(QObject):
    """One form for the whole sign-in. ``open_next`` leads to the consultation it is given.

    The platform has no call that ends a consultation: nothing here ends one, and the form says so.
    """

    def __init__(
        self,
        signed_in: SignedIn,
        frame: WindowFrame,
        scope: TaskScope,
        records: Records,
        *,
        open_next: Callable[[ConsultationId], None],
    ) -> None:
        super().__init__(frame)
        self._signed_in, self._frame, self._scope = signed_in, frame, scope
        self._records, self._open_next = records, open_next
        self.sheet = ClosingSheet(frame, self._today, is_durable=signed_in.store.is_durable)
        self.drafts = SummaryDrafts(signed_in, self.sheet)
        self._guard = SendGuard(signed_in)
        self._doubtful: tuple[Consultation, str, Doubts] | None = None
        self.sheet.asked.connect(self._send)
        self.sheet.question.answered.connect(self._on_answered)
        self.sheet.put_away.connect(self._notify_kept)
        self.destroyed.connect(signed_in.store.worklist.feed.subscribe(self._on_rows_changed))

    def open(self, consultation: Consultation) -> None:
        """Show the form of a consultation as it was left."""
        self._scope.spawn(self._open(consultation), key="closing")

    def leave(self) -> None:
        """Keep what is written, as the sign-in ends."""
        self.drafts.keep()

    async def _open(self, consultation: Consultation) -> None:
        consultation_id = consultation.consultation_id
        try:
            await self._guard.note_begun(consultation_id)
            stored = await self._signed_in.account.closing.get(consultation_id)
        except StorageError as error:
            self._frame.notify(str(error_text(error)))
            return
        ended = self._signed_in.store.worklist.row(consultation_id) is None
        written = self.drafts.begin(consultation_id, stored.draft)
        if ended and not written:
            self._frame.notify(tr("closing.nothing"))
            return
        self._guard.on_opened(consultation_id)
        several = has_several_open(self._signed_in.store, consultation)
        sent = _sent_moment(stored)
        self.sheet.show_summary(consultation, written, sent, is_one_of_several=several)
        self.sheet.show_ended(ended=ended)
        self.drafts.show_refusal(consultation_id)
        self.sheet.open()

    def _send(self) -> None:
        consultation, written = self.sheet.consultation, self.sheet.written
        if consultation is not None:
            self.drafts.keep()
            self.sheet.set_busy(busy=True)
            self._scope.spawn(self._send_checked(consultation, written))

    async def _send_checked(self, consultation: Consultation, written: ClosingSummary) -> None:
        text = summary_message(written, self._today())
        try:
            doubts = await self._guard.doubts(consultation, text, is_draft=False)
            if doubts:
                self._ask_if_open(consultation, text, doubts)
                return
            await self._signed_in.account.closing.send(consultation.consultation_id, written, text)
        except WorkstationError as error:
            self._show_error(consultation, str(error_text(error)))
            return
        finally:
            if shiboken6.isValid(self.sheet):
                self.sheet.set_busy(busy=False)
        self._signed_in.spawn(self._signed_in.messaging.outbox.pump(consultation.consultation_id))
        if not self._is_shown(consultation):
            self._show_error(consultation, tr("closing.on_its_way"))
            return
        self.sheet.finish()
        await self._follow(consultation)

    def _is_shown(self, consultation: Consultation) -> bool:
        """Whether the form is still there, and of the consultation whose summary was sent."""
        opened = None if self.sheet.isHidden() else self.sheet.consultation
        return opened is not None and opened.consultation_id == consultation.consultation_id

    def _show_error(self, consultation: Consultation, sentence: str) -> None:
        """Show an error in its form; over the window, with the name, if the form is another's."""
        if self._is_shown(consultation):
            self.sheet.show_error(sentence)
        else:
            name = consultation.patient_name or tr("queue.no_name")
            self._frame.notify(tr("closing.elsewhere", name=name, reason=sentence))

    def _ask_if_open(self, consultation: Consultation, text: str, doubts: Doubts) -> None:
        if not self._is_shown(consultation):
            self._show_error(consultation, tr("closing.unasked"))
            return
        self._doubtful = (consultation, text, doubts)
        self.sheet.question.ask(sentences(doubts, consultation, self._signed_in.clock.now_ms()))
        self.sheet.place()

    def _on_answered(self, send: bool) -> None:  # noqa: FBT001
        doubtful, self._doubtful = self._doubtful, None
        if send and doubtful is not None:
            self._guard.agree(*doubtful)
            self.sheet.ask()

    async def _follow(self, consultation: Consultation) -> None:
        """Ask what is next, again after each record.

        The button opens the consultation that the dialog names. Asked for anew at the click, the
        queue would give another: this patient waits no longer, and time has passed.
        """
        outcome = ""
        while True:
            following = self._following(consultation.consultation_id)
            sentence = self._sentence(following) if following is not None else ""
            outlook = self._signed_in.store.outlook
            dialog = SentDialog(self._frame, outlook, following=sentence, outcome=outcome)
            match await dialog.ask():
                case "pdf":
                    outcome = await self._records.ask_and_save(consultation)
                case "print":
                    outcome = await self._records.ask_and_print(consultation)
                case "next" if following is not None:
                    next_id = following.consultation.consultation_id
                    if self._signed_in.store.worklist.row(next_id) is not None:
                        self._open_next(next_id)
                        return
                    outcome = tr("closing.sent.left", name=_name(following))
                case _:
                    return

    def _following(self, consultation_id: ConsultationId) -> WorklistRow | None:
        """The row of who waits longest besides this patient."""
        worklist, now_ms = self._signed_in.store.worklist, self._signed_in.clock.now_ms()
        next_id = worklist.queue_order.longest_waiting_besides(consultation_id, now_ms)
        return worklist.row(next_id) if next_id is not None else None

    def _sentence(self, row: WorklistRow) -> str:
        """The sentence with the name, and how long that patient has waited."""
        now_ms, name = self._signed_in.clock.now_ms(), _name(row)
        if row.waiting_since_ms is None:
            return tr("closing.sent.next_unknown", name=name)
        waited, _ink = waiting_text(row.waiting_since_ms, now_ms, row.limits)
        return tr("closing.sent.next_text", name=name, duration=waited)

    def _on_rows_changed(self, changed: RowsChanged) -> None:
        """Show the consultation again: it ended, its name or the patient's others changed."""
        consultation = self.sheet.consultation
        if consultation is None:
            return
        consultation_id, store = consultation.consultation_id, self._signed_in.store
        if consultation_id in changed.removed:
            self.sheet.show_ended(ended=True)
        if consultation_id in changed.changed or changed.added or changed.removed:
            current = store.worklist.consultation(consultation_id) or consultation
            several = has_several_open(store, current)
            self.sheet.show_target(current, is_one_of_several=several)

    def _notify_kept(self) -> None:
        if self.sheet.written:
            is_durable = self._signed_in.store.is_durable
            self._frame.notify(tr("closing.kept" if is_durable else "closing.kept_for_now"))

    def _today(self) -> date:
        return formats.local(self._signed_in.clock.now_ms()).date()


def _sent_moment(stored: KeptSummary) -> str:
    return moment(stored.sent_ms) if stored.sent is not None else ""


def _name(row: WorklistRow) -> str:
    return row.consultation.patient_name or tr("queue.no_name")
