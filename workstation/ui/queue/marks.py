"""Marks of a row: its menu asked for, what was picked carried out."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QObject, QPoint, Signal

from workstation.base.clock import MINUTE_MS
from workstation.base.task_scope import TaskScope
from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.store.snooze_choices import offer_moments
from workstation.store.worklist_row import WorklistRow
from workstation.ui.conversation.details.labelling import Labelling
from workstation.ui.conversation.reminders import Reminders
from workstation.ui.kit.layers.snack_bar import NoticeAction, Notify
from workstation.ui.kit.strings import tr
from workstation.ui.queue.queue_list import QueueList
from workstation.ui.queue.row_delegate import consultation_of_key
from workstation.ui.queue.row_menu import RowActions, RowMarks, TimeMenu, open_row_menu
from workstation.ui.shell.signed_in import SignedIn


class QueueMarks(QObject):
    """Opens the menus and asks the marking service; an error is told by the scope.

    ``marked`` tells that something was done.
    """

    marked = Signal()
    labelling: Labelling | None = None
    """Offers labels; the page's own, so that there is one."""

    def __init__(
        self, signed_in: SignedIn, rows: QueueList, scope: TaskScope, notify: Notify
    ) -> None:
        super().__init__(rows)
        self._signed_in, self._rows, self._scope = signed_in, rows, scope
        self._notify = notify
        self._reminders = Reminders(signed_in, scope, notify)

    def ask(self, key: object, at: QPoint) -> None:
        """Open the menu of the row of ``key`` at a point of the screen."""
        row = self._row_of(key)
        if row is None:
            return
        marking, consultation_id = self._signed_in.lists.marking, row.consultation.consultation_id
        marks = RowMarks(
            pinned=row.mark.pinned_ms is not None,
            aside=row.is_snoozed(self._now_ms()),
            unread=row.mark.unread,
            until_patient=row.summary.patient_unread == 0 and not row.reminds(self._now_ms()),
            waiting=row.waiting,
            no_reply=row.no_reply,
            labels=self._signed_in.store.notes.allowed,
            promises=tuple(item for item in row.reminders if item.can_remind),
        )
        verbs = RowActions(
            pin=lambda pinned: self._do(marking.pin(consultation_id, pinned=pinned)),
            snooze=lambda minutes: self._snooze(consultation_id, minutes),
            snooze_until=lambda: self._ask_time(consultation_id, at),
            wake=lambda: self._do(marking.wake(consultation_id)),
            toggle_no_reply=lambda: self.toggle_no_reply(consultation_id),
            mark_unread=lambda unread: self._do(
                marking.mark_unread(consultation_id, unread=unread)
            ),
            label=lambda: self._ask_label(row.consultation, at),
            reminder=lambda item: self._reminders.open_menu(self._rows, at, item),
        )
        open_row_menu(self._rows, at, marks, verbs)

    def label(self, key: object) -> bool:
        """Offer labels for the row of ``key``; whether there is such a row."""
        row = self._row_of(key)
        if row is not None:
            index = self._rows.currentIndex()
            at = self._rows.viewport().mapToGlobal(self._rows.visualRect(index).center())
            self._ask_label(row.consultation, at)
        return row is not None

    def _row_of(self, key: object) -> WorklistRow | None:
        consultation_id = consultation_of_key(key)
        return (
            None if consultation_id is None else self._signed_in.store.worklist.row(consultation_id)
        )

    def _ask_label(self, consultation: Consultation, at: QPoint) -> None:
        if self.labelling is not None:
            self.labelling.ask(consultation, self._rows, at)

    def toggle_no_reply(self, consultation_id: ConsultationId) -> None:
        """Mark a consultation as needing no reply, or as needing one; a bar offers to undo it.

        What is covered is what the row shows at this moment, not what may come while it is kept.
        """
        row = self._signed_in.store.worklist.row(consultation_id)
        if row is None:
            return
        if not (row.waiting or row.no_reply):
            self._notify(tr("queue.mark.nothing_asked"))
            return
        covered = None if row.no_reply else row.summary.newest
        marking, before = self._signed_in.lists.marking, row.mark.no_reply_to
        undo = NoticeAction(lambda: self._do(marking.mark_no_reply(consultation_id, before)))
        key = "needs_reply" if row.no_reply else "needs_none"
        name = row.consultation.patient_name or tr("queue.no_name")

        async def change() -> None:
            await marking.mark_no_reply(consultation_id, covered)
            self._notify(tr(f"queue.mark.{key}", name=name), undo)

        self._do(change())

    def clear_unread_mark(self, consultation_id: ConsultationId) -> None:
        """Remove the mark that asked to read a consultation again: it is read now."""
        if self._signed_in.store.worklist.mark(consultation_id).unread:
            self._scope.spawn(
                self._signed_in.lists.marking.mark_unread(consultation_id, unread=False)
            )

    def mark_unread(self, consultation_id: ConsultationId) -> None:
        """Mark a consultation as to be read again."""
        self._scope.spawn(self._signed_in.lists.marking.mark_unread(consultation_id, unread=True))

    def _snooze(self, consultation_id: ConsultationId, minutes: int | None) -> None:
        until = None if minutes is None else self._now_ms() + minutes * MINUTE_MS
        self._do(self._signed_in.lists.marking.snooze(consultation_id, until))

    def _ask_time(self, consultation_id: ConsultationId, at: QPoint) -> None:
        marking = self._signed_in.lists.marking

        def snooze(moment_ms: int) -> None:
            self._do(marking.snooze(consultation_id, moment_ms))

        menu = TimeMenu(self._rows, offer_moments(self._now_ms()), self._now_ms, snooze)
        menu.open_at(at)
        menu.focus_item(0)

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        async def done() -> None:
            await work
            self.marked.emit()

        self._scope.spawn(done())

    def _now_ms(self) -> int:
        return self._signed_in.clock.now_ms()
