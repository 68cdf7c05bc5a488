"""Deletes from the history, after a delay in which it can be undone.

A pending deletion lives in memory: quitting or a crash means that nothing was deleted. The
platform's call is made once, even where its answer is lost. The history is then read once for all
that are in doubt: what is not in it was deleted. "Not found" leaves a doubt, too, since a gateway
without the route answers the same, and notes about a patient could not be restored. A list with an
unreadable row proves nothing, as that row may be any of them; the outcome is then reported as
unknown
(``test_a_list_with_a_row_that_cannot_be_read_does_not_tell_what_was_deleted``).
"""

from collections.abc import Callable, Collection, Iterable
from typing import Protocol

from workstation.api.rows import Rows
from workstation.domain.audit import AuditEvent, RecordAudit
from workstation.domain.consultation import Consultation
from workstation.domain.errors import NotFound, WorkstationError
from workstation.domain.ids import ConsultationId
from workstation.domain.outcome import OUTCOME_UNKNOWN
from workstation.domain.value import Value


class DeletionCalls(Protocol):
    """The platform's calls 1.7 and 1.6."""

    async def delete(self, consultation_id: ConsultationId) -> None:
        """Delete one closed consultation, once."""

    async def history(self) -> Rows[Consultation]:
        """The closed consultations."""


class HistoryRows(Protocol):
    """The list from which a deletion takes rows, and to which they return."""

    def hide(self, consultation_ids: Iterable[ConsultationId]) -> None:
        """Hide these rows, but keep them."""

    def reveal(self, consultation_ids: Iterable[ConsultationId]) -> None:
        """Show these rows again where they were."""

    def forget(self, consultation_ids: Iterable[ConsultationId]) -> None:
        """Drop these rows from the hidden ones: they were deleted for good."""


class HeldDeletion(Value):
    """Consultations taken from sight together, not deleted yet."""

    consultation_ids: tuple[ConsultationId, ...]


class DeletionRefusal(Value):
    """A consultation that is back in the list, and why.

    ``unknown``: it may have been deleted all the same, as the answer was lost and the list could
    not be read either.
    """

    consultation_id: ConsultationId
    error: WorkstationError
    unknown: bool = False


class Deletion:
    """Delays, undoes and carries out deletions; ``on_refused`` gets rows that had to come back."""

    def __init__(
        self,
        calls: DeletionCalls,
        rows: HistoryRows,
        on_refused: Callable[[tuple[DeletionRefusal, ...]], None],
        record: RecordAudit,
    ) -> None:
        self._calls = calls
        self._rows = rows
        self._on_refused = on_refused
        self._record = record
        self._held: list[HeldDeletion] = []

    def hold(self, consultation_ids: Iterable[ConsultationId]) -> HeldDeletion:
        """Take rows from sight; nothing is deleted yet.

        ``carry_out`` or ``undo`` ends it; the end of the session undoes it.
        """
        held = HeldDeletion(tuple(consultation_ids))
        self._held.append(held)
        self._rows.hide(held.consultation_ids)
        return held

    def undo(self, held: HeldDeletion) -> None:
        """Put the rows back; does nothing once they are being deleted."""
        if held in self._held:
            self._held.remove(held)
            self._rows.reveal(held.consultation_ids)

    def cancel_all(self) -> None:
        """Undo whatever is held: the program ends, or the doctor signs out."""
        for held in tuple(self._held):
            self.undo(held)

    async def carry_out(self, held: HeldDeletion) -> None:
        """Delete at the platform, one after the other; refused rows come back with a reason.

        Where an answer was lost, or was "not found", the list is read once for all of them before
        anything is reported or forgotten here.
        """
        if held not in self._held:
            return
        self._held.remove(held)
        failures: dict[ConsultationId, WorkstationError] = {}
        for consultation_id in held.consultation_ids:
            error = await self._delete(consultation_id)
            if error is None:
                self._forget([consultation_id])
            else:
                failures[consultation_id] = error
        refusals = await self._confirm_refusals(failures)
        if refusals:
            self._rows.reveal([refusal.consultation_id for refusal in refusals])
            self._on_refused(refusals)

    def confirm(self, consultation_ids: Collection[ConsultationId]) -> None:
        """Count these as deleted: a list shows it, though no answer confirmed it."""
        self._forget(consultation_ids)

    def _forget(self, consultation_ids: Collection[ConsultationId]) -> None:
        self._rows.forget(consultation_ids)
        for consultation_id in consultation_ids:
            self._record(AuditEvent.CONSULTATION_DELETED, consultation_id)

    async def _delete(self, consultation_id: ConsultationId) -> WorkstationError | None:
        try:
            await self._calls.delete(consultation_id)
        except WorkstationError as error:
            return error
        return None

    async def _confirm_refusals(
        self, failures: dict[ConsultationId, WorkstationError]
    ) -> tuple[DeletionRefusal, ...]:
        """The failures without those that were carried out without an answer."""
        doubtful = {
            consultation_id
            for consultation_id, error in failures.items()
            if isinstance(error, (*OUTCOME_UNKNOWN, NotFound))
        }
        remaining = await self._read_history_ids() if doubtful else None
        deleted = set() if remaining is None else doubtful - remaining
        if deleted:
            self._forget(deleted)
        unknown = doubtful if remaining is None else set()
        return tuple(
            DeletionRefusal(consultation_id, error, unknown=consultation_id in unknown)
            for consultation_id, error in failures.items()
            if consultation_id not in deleted
        )

    async def _read_history_ids(self) -> set[ConsultationId] | None:
        try:
            rows = await self._calls.history()
        except WorkstationError:
            return None
        if rows.dropped:  # a row that cannot be read may be any of them
            return None
        return {item.consultation_id for item in rows.items}
