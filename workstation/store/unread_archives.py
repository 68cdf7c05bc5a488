"""Consultations of which it is not known yet whether anybody has answered.

The platform's list says when a consultation began, and only its archive who has written since. At
the very first start every consultation that began an hour ago would stand under "priority" until
its messages have come, answered or not. So one that is listed for the first time is waited for;
once its archive was read, or cannot be, what is known counts.

Tests: ``tests/store/test_unread_archives.py``.
"""

from collections.abc import Callable, Collection, Container, Iterable

from workstation.domain.changes import Changes, Place
from workstation.domain.ids import ConsultationId


class UnreadArchives:
    """The conversations whose archives are waited for; ``on_read`` gets those read by then."""

    def __init__(self, on_read: Callable[[Collection[ConsultationId]], None]) -> None:
        self._on_read = on_read
        self._awaited: set[ConsultationId] = set()
        self._are_coming = False

    def __contains__(self, consultation_id: ConsultationId) -> bool:
        """Whether a consultation's archive is waited for."""
        return consultation_id in self._awaited

    def set_coming(self, *, coming: bool) -> None:
        """Set whether messages come, or may soon; where they do not, what is known counts."""
        self._are_coming = coming
        if not coming:
            self.settle(tuple(self._awaited))

    def expect(self, changes: Changes, known: Container[ConsultationId]) -> None:
        """Wait for those that are listed for the first time, and of which no message is here."""
        if not self._are_coming:
            return
        summed_up = {summary.consultation_id for summary in changes.summaries}
        for item in changes.listed:
            consultation_id = item.consultation.consultation_id
            is_new = consultation_id not in known and consultation_id not in summed_up
            if item.place is Place.IN_PROCESS and is_new:
                self._awaited.add(consultation_id)

    def settle(self, consultation_ids: Iterable[ConsultationId]) -> None:
        """Stop waiting for these: their archives were read, or cannot be."""
        if settled := self._awaited.intersection(consultation_ids):
            self._awaited -= settled
            self._on_read(settled)
