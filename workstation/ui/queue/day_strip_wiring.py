"""Counts the doctor's day: read once from this computer's data, then kept by what comes in."""

from PySide6.QtCore import QObject

from workstation.base.task_scope import TaskScope
from workstation.domain.changes import Changes
from workstation.domain.errors import StorageError
from workstation.domain.ids import ConsultationId
from workstation.domain.time_range import day_begins_ms
from workstation.store.waiting import QueueSection
from workstation.ui.kit.strings import formats
from workstation.ui.queue.day_strip import DayStrip
from workstation.ui.shell.signed_in import SignedIn


class DayStripWiring(QObject):
    """Keeps the strip true; ``show`` is called whenever the rows are shown.

    What was answered counts by consultation, also of those that have ended since, so the number
    never falls within a day; also where a colleague wrote after it. Until the vault was read
    nothing is said.
    """

    def __init__(self, signed_in: SignedIn, strip: DayStrip, scope: TaskScope) -> None:
        super().__init__(strip)
        self._signed_in, self._strip, self._scope = signed_in, strip, scope
        self._began_ms: int | None = None
        self._is_read = False
        self._answered: set[ConsultationId] = set()
        stop = signed_in.store.changes.subscribe(self._on_changes)
        self.destroyed.connect(stop)

    def show(self) -> None:
        """Show how the day stands; on another day count anew."""
        now_ms = self._signed_in.clock.now_ms()
        began_ms = day_begins_ms(formats.local(now_ms).date())
        if began_ms != self._began_ms:
            self._began_ms, self._is_read = began_ms, False
            self._answered.clear()
            self._scope.spawn(self._read(began_ms), key="day")
        if not self._is_read:
            return
        sections = self._signed_in.store.worklist.queue_order.sections(now_ms)
        waiting = (QueueSection.WAITING, QueueSection.PINNED, QueueSection.SNOOZED)
        row = self._signed_in.store.worklist.row
        self._strip.show_counts(
            answered=len(self._answered),
            overdue=len(sections.get(QueueSection.OVERDUE, ())),
            carried_over=sum(
                (each := row(consultation_id)) is not None and each.waiting
                for section in waiting
                for consultation_id in sections.get(section, ())
            ),
        )

    async def _read(self, began_ms: int) -> None:
        try:
            answered = await self._signed_in.messaging.conversations.answered_since(began_ms)
        except StorageError:
            self._began_ms = None  # asked again with the next look at the rows
            return
        if began_ms == self._began_ms:
            self._answered.update(answered)
            self._is_read = True
            self.show()

    def _on_changes(self, changes: Changes) -> None:
        me, began_ms = self._signed_in.account.member_id, self._began_ms
        if began_ms is not None:
            self._answered.update(
                message.consultation_id
                for message in changes.messages
                if message.speaker.member_id == me
                and message.position is not None
                and message.at_ms >= began_ms
            )
