"""Deleting from history, held back so that it can be undone.

A deletion lives in memory until it is carried out: quitting or a crash before that means that
nothing was deleted.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from workstation.domain.errors import NotFound, WorkstationError


class DeleteCall(Protocol):
    """The platform's call 1.7."""

    async def delete(self, consultation_id: int) -> None:
        """Delete one closed consultation, once."""


class Shelf(Protocol):
    """The list from which rows are taken and to which they return."""

    def hide(self, consultation_ids: Iterable[int]) -> None:
        """Show these no longer, but keep them."""

    def reveal(self, consultation_ids: Iterable[int]) -> None:
        """Show these again where they were."""

    def forget(self, consultation_ids: Iterable[int]) -> None:
        """These are gone for good."""


@dataclass(frozen=True, slots=True)
class Held:
    """Consultations taken from sight together, not deleted yet."""

    consultation_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A consultation that is back in the list, and why."""

    consultation_id: int
    error: WorkstationError


class Deletion:
    """Holds, undoes and carries out; ``refused`` is told of rows that had to come back."""

    def __init__(
        self, call: DeleteCall, shelf: Shelf, refused: Callable[[tuple[Refusal, ...]], None]
    ) -> None:
        self._call = call
        self._shelf = shelf
        self._refused = refused
        self._held: list[Held] = []

    def hold(self, consultation_ids: Iterable[int]) -> Held:
        """Take rows from sight; nothing is deleted yet."""
        held = Held(tuple(consultation_ids))
        self._held.append(held)
        self._shelf.hide(held.consultation_ids)
        return held

    def undo(self, held: Held) -> None:
        """Put the rows back; does nothing once they are being deleted."""
        if held in self._held:
            self._held.remove(held)
            self._shelf.reveal(held.consultation_ids)

    def cancel_all(self) -> None:
        """Undo whatever is held: the program ends, or the doctor signs out."""
        for held in tuple(self._held):
            self.undo(held)

    async def carry_out(self, held: Held) -> None:
        """Delete at the platform, one after the other; refused rows come back with a reason.

        A consultation the platform no longer has counts as deleted.
        """
        if held not in self._held:
            return
        self._held.remove(held)
        refusals = []
        for consultation_id in held.consultation_ids:
            error = await self._delete(consultation_id)
            if error is None:
                self._shelf.forget([consultation_id])
            else:
                self._shelf.reveal([consultation_id])
                refusals.append(Refusal(consultation_id, error))
        if refusals:
            self._refused(tuple(refusals))

    async def _delete(self, consultation_id: int) -> WorkstationError | None:
        try:
            await self._call.delete(consultation_id)
        except NotFound:
            return None
        except WorkstationError as error:
            return error
        return None
