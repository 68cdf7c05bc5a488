"""Deletions that were refused, or of which nobody knows until the list has been read again."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Protocol

from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.services.deletion import DeletionRefusal
from workstation.services.lists import ListState
from workstation.ui.kit.strings import error_text, join_sentences, tr
from workstation.ui.kit.widgets.notice_bar import NoticeBar


class AsksAnew(Protocol):
    """Reads the list of the platform."""

    def request_now(self) -> None:
        """Read the list again now."""


class RefusedDeletions:
    """Deletions that the platform refused, said in ``bar``; ``name_of`` is who it is about.

    What ``find`` has in no list once ``refresh`` has read the history anew was deleted all the
    same, also where the bar was put away: ``confirm`` is told. One may have begun anew meanwhile.
    """

    def __init__(
        self,
        bar: NoticeBar,
        name_of: Callable[[ConsultationId], str],
        find: Callable[[ConsultationId], Consultation | None],
        refresh: AsksAnew,
        confirm: Callable[[Collection[ConsultationId]], None],
    ) -> None:
        self._bar, self._name_of = bar, name_of
        self._find, self._refresh, self._confirm = find, refresh, confirm
        self._refusals: tuple[DeletionRefusal, ...] = ()
        self._doubtful: frozenset[ConsultationId] = frozenset()
        self._is_reading = False
        bar.closed.connect(self._forget)

    def show(self, refusals: tuple[DeletionRefusal, ...]) -> None:
        """Say whose consultations are back, and why."""
        self._refusals, self._is_reading = refusals, False
        self._doubtful |= {each.consultation_id for each in refusals if each.unknown}
        self._show_refusals()
        self._refresh.request_now()

    def follow(self, state: ListState) -> None:
        """Show what a list says that was asked for since; one with a bad row proves nothing."""
        if state.busy:
            self._is_reading = True
        elif self._is_reading and state.error is None and not state.dropped:
            self._is_reading = False
            self._settle()

    def _settle(self) -> None:
        deleted = {number for number in self._doubtful if self._find(number) is None}
        before, self._doubtful = self._refusals, frozenset()
        self._refusals = tuple(
            replace(refusal, unknown=False)
            for refusal in before
            if refusal.consultation_id not in deleted
        )
        if deleted:
            self._confirm(deleted)
        if not self._refusals:
            self._bar.put_away()
        elif self._refusals != before:
            self._show_refusals()

    def _forget(self) -> None:
        self._refusals = ()

    def _show_refusals(self) -> None:
        refused = sum(not refusal.unknown for refusal in self._refusals)
        key, count = ("refused", refused) if refused else ("unknown", len(self._refusals))
        lines = join_sentences("\n", map(self._line, self._refusals))
        self._bar.show_text(tr(f"history.{key}", count=count), lines)

    def _line(self, refusal: DeletionRefusal) -> str:
        """The line of a refusal: who it is about, and why, in the platform's own words if any."""
        text = error_text(refusal.error)
        why = tr("history.said", said=text.server_text) if text.server_text else str(text)
        if refusal.unknown:
            why = tr("history.unknown_line", why=why)
        return tr("history.refused_line", name=self._name_of(refusal.consultation_id), why=why)
