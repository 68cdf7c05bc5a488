"""Handing over to a colleague: what is doubtful is asked about once, then each message goes."""

from collections import Counter
from collections.abc import Callable, Sequence

from workstation.base.task_scope import TaskScope
from workstation.domain.consultation import Consultation
from workstation.domain.errors import StorageError
from workstation.domain.guards import Doubts
from workstation.domain.people import distinct_names
from workstation.store.handover import HandoverEntry
from workstation.ui.composer.guard import SendGuard
from workstation.ui.handover.send_sheet import Colleague, SendSheet
from workstation.ui.handover.texts import doubt_sentences
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame

Doubtful = tuple[tuple[Consultation, str, Doubts], ...]


class HandoverSending:
    """Sends what the sheet shows; ``on_sent`` is called once all of it is committed.

    The same is asked as before a reply: whether a text names another open patient, and whether a
    colleague wrote since ``begin``, when the page was made. Nothing is asked of a switch, as the
    sheet names the patient above each message.
    """

    def __init__(
        self,
        signed_in: SignedIn,
        frame: WindowFrame,
        scope: TaskScope,
        on_sent: Callable[[], object],
    ) -> None:
        self._signed_in, self._frame, self._scope = signed_in, frame, scope
        self._on_sent = on_sent
        self._guard = SendGuard(signed_in)
        self._doubtful: Doubtful = ()
        self.sheet = SendSheet(frame)
        self.sheet.asked.connect(self._start)
        self.sheet.question.answered.connect(self._on_answered)

    async def begin(self, entries: Sequence[HandoverEntry]) -> None:
        """Take in what is handed over as it is now. Raises ``StorageError``."""
        rooms = [entry.row.consultation.consultation_id for entry in entries]
        await self._guard.note_begun(*rooms)

    def open(self, entries: Sequence[HandoverEntry]) -> bool:
        """Ask for a colleague; false where no other doctor is in any of the teams."""
        colleagues = self._colleagues(entries)
        if colleagues:
            self.sheet.show_error("")
            self.sheet.show_entries(entries, colleagues, self._signed_in.clock.now_ms())
            self.sheet.open()
        return bool(colleagues)

    def drop(self) -> None:
        """Close the sheet, and forget what was to be handed over."""
        self._doubtful = ()
        self.sheet.hide()
        self.sheet.show_entries((), (), 0)

    def _colleagues(self, entries: Sequence[HandoverEntry]) -> tuple[Colleague, ...]:
        """The other doctors of the teams, by how many consultations they share."""
        me, names = self._signed_in.account.member_id, distinct_names(self._signed_in.store.names)
        counts = Counter(
            member_id
            for entry in entries
            for member_id in entry.row.consultation.doctor_ids
            if member_id != me
        )
        return tuple(
            Colleague(member_id, names.get(member_id) or str(member_id))
            for member_id, _count in counts.most_common()
        )

    def _start(self) -> None:
        self.sheet.question.withdraw()
        self._scope.spawn(self._send(), key="send handover")

    async def _send(self) -> None:
        """Send each message in its consultation; all of it is committed, or nothing."""
        picked, messages = self.sheet.picked, self.sheet.messages
        if picked is None:
            return
        self.sheet.set_busy(busy=True)
        try:
            self._doubtful = await self._doubts(messages)
            if self._doubtful:
                self._ask()
                return
            await self._signed_in.account.handover.send(
                [(consultation.consultation_id, text) for consultation, text in messages]
            )
        except StorageError as error:
            self._show_error(str(error_text(error)))
            return
        finally:
            self.sheet.set_busy(busy=False)
        for consultation, _text in messages:
            room = consultation.consultation_id
            self._signed_in.spawn(self._signed_in.messaging.outbox.pump(room))
        self.sheet.dismiss()
        self._on_sent()
        outlook = self._signed_in.store.outlook
        text = tr(f"handover.send.{outlook}", count=len(messages), name=picked.name)
        self._frame.notify(text)

    async def _doubts(self, messages: Sequence[tuple[Consultation, str]]) -> Doubtful:
        checked = [
            (consultation, text, await self._guard.doubts(consultation, text, is_draft=False))
            for consultation, text in messages
        ]
        return tuple(one for one in checked if one[2])

    def _show_error(self, sentence: str) -> None:
        """Show an error in the form; over the window where the form was closed meanwhile."""
        show = self._frame.notify if self.sheet.isHidden() else self.sheet.show_error
        show(sentence)

    def _ask(self) -> None:
        if self.sheet.isHidden():
            self._doubtful = ()
            self._show_error(tr("handover.send.unasked"))
            return
        named = [(consultation, doubts) for consultation, _text, doubts in self._doubtful]
        self.sheet.question.ask(doubt_sentences(named))
        self.sheet.place()

    def _on_answered(self, send: bool) -> None:  # noqa: FBT001
        doubtful, self._doubtful = self._doubtful, ()
        if send and doubtful:
            self._guard.agree_to_all(doubtful)
            self.sheet.ask()
