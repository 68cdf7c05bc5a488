"""Opening a consultation: its files first, then one request that is never blindly repeated.

The platform has no idempotency key: a request whose answer was lost may have opened a consultation
or not, and a second one would open a second. So after a lost answer, and before any retry, the
queue is searched for a new consultation with equal people, team, text and number of pictures. A
retry that cannot search requests nothing (``test_a_retry_that_cannot_look_asks_for_nothing``); one
whose form was changed meanwhile reports that the earlier consultation was opened. An attempt that
another version of the program left, and that is not understood, cannot be searched for: the doctor
is told once, and asks again after looking.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from workstation.api.rows import Rows
from workstation.domain.consultation import Consultation, NewConsultation
from workstation.domain.errors import EarlierOpeningUnread, WorkstationError
from workstation.domain.ids import ConsultationId
from workstation.domain.new_consultation_form import NewConsultationDraft, OpeningAttempt
from workstation.domain.outcome import OUTCOME_UNKNOWN
from workstation.domain.value import Value
from workstation.media.upload import prepare_picture, prepare_recording
from workstation.services.slot_upload import Progress, SlotUploader
from workstation.store.feed import Feed


class CreationCalls(Protocol):
    """The platform's calls 1.3 and 1.5."""

    async def create(self, new: NewConsultation) -> Consultation:
        """Open a consultation, once."""

    async def in_process(self) -> Rows[Consultation]:
        """The consultations of the work queue."""


class CreatedConsultation(Value):
    """A consultation that was opened, and whether it is the requested one.

    ``as_asked`` is false where an earlier attempt turned out to have succeeded instead.
    """

    consultation: Consultation
    as_asked: bool = True


class SettledOpening(Value):
    """A consultation that turned out to be opened, and what had been asked for."""

    consultation: Consultation
    asked: NewConsultation


class SymptomUploads:
    """Brings what describes a symptom to the server's upload service (XEP-0363), one by one."""

    def __init__(self, slots: SlotUploader) -> None:
        self._slots = slots

    async def upload_picture(self, content: bytes, progress: Progress) -> str:
        """The picture's address, without the place it was taken at and under a neutral name.

        Raises ``MediaError``, ``UploadRefused`` (also without an IM session), ``NetworkError``.
        """
        ready = await prepare_picture(content)
        name = f"picture.{ready.format.extension}"
        return await self._slots.upload(name, ready.content, ready.format.media_type, progress)

    async def upload_recording(self, content: bytes, progress: Progress) -> str:
        """The recording's address, under a neutral name. Raises as above."""
        ready = await prepare_recording(content)
        name = f"voice.{ready.format.extension}"
        return await self._slots.upload(name, ready.content, ready.format.media_type, progress)


class ConsultationCreator:
    """Opens consultations on the platform: files first, then one request.

    ``listed_ids`` gives the ids in the queue, ``on_opened`` gets a consultation that was opened.

    ``draft`` is the doctor's unfinished form, which outlives the sign-in.
    ``keep_attempt`` is called when one is asked for, before the answer.
    ``created`` are the consultations of this sign-in, of which the doctor is not notified.
    ``settled`` is published when a later list shows that an attempt without answer had succeeded.
    """

    def __init__(
        self,
        calls: CreationCalls,
        listed_ids: Callable[[], Iterable[ConsultationId]],
        on_opened: Callable[[Consultation], Awaitable[None]],
        draft: NewConsultationDraft,
        keep_attempt: Callable[[], object],
    ) -> None:
        self._calls, self._listed_ids, self._on_opened = calls, listed_ids, on_opened
        self.draft, self._keep_attempt = draft, keep_attempt
        self.created: set[ConsultationId] = set()
        self.settled: Feed[SettledOpening] = Feed()
        self._is_asking = self._is_warned = False
        self._listed_meanwhile: list[Consultation] = []

    @property
    def is_uncertain(self) -> bool:
        """Whether the last attempt may have succeeded without an answer."""
        return self.draft.attempt is not None

    async def create(self, new: NewConsultation) -> CreatedConsultation:
        """Open a consultation; a lost answer is looked for in the queue, here and before a retry.

        Raises ``WorkstationError``; while ``is_uncertain``, another call looks again first. The
        first of a sign-in raises ``EarlierOpeningUnread`` where one is left that nobody can find.
        """
        self._is_asking = True
        try:
            return await self._create(new)
        finally:
            self._is_asking, self._listed_meanwhile = False, []

    def settle(self, listed: Iterable[Consultation]) -> None:
        """Look among these of the queue for the consultation whose answer was lost.

        While the form is open nothing is settled: the next submit searches first.
        """
        attempt = self.draft.attempt
        if attempt is None:
            return
        if self._is_asking:
            self._listed_meanwhile += listed
        elif self.settled.has_subscribers and (row := _first_duplicate(listed, attempt)):
            self.created.add(row.consultation_id)
            self.draft.attempt = None
            self.settled.publish(SettledOpening(row, attempt.new))

    async def _create(self, new: NewConsultation) -> CreatedConsultation:
        if self.draft.has_unread_attempt and not self._is_warned:
            self._is_warned = True
            raise EarlierOpeningUnread
        uncertain = self.draft.attempt
        if uncertain is not None:
            earlier = await self._find_duplicate(uncertain)
            if earlier is not None:
                return await self._finish(earlier, as_asked=uncertain.new == new)
        # A sign-in that ends before the answer leaves it uncertain as well.
        self.draft.attempt = attempt = OpeningAttempt(new, frozenset(self._listed_ids()))
        self.draft.has_unread_attempt = False
        self._keep_attempt()
        try:
            opened = await self._calls.create(new)
        except OUTCOME_UNKNOWN:
            duplicate = await self._find_duplicate_if_reachable(attempt)
            if duplicate is None:
                raise
            opened = duplicate
        except WorkstationError:
            self.draft.attempt = None
            raise
        return await self._finish(opened, as_asked=True)

    async def _finish(self, opened: Consultation, *, as_asked: bool) -> CreatedConsultation:
        self.created.add(opened.consultation_id)
        await self._on_opened(opened)
        self.draft.attempt = None
        return CreatedConsultation(opened, as_asked)

    async def _find_duplicate(self, attempt: OpeningAttempt) -> Consultation | None:
        rows = await self._calls.in_process()
        return _first_duplicate(rows.items, attempt)

    async def _find_duplicate_if_reachable(self, attempt: OpeningAttempt) -> Consultation | None:
        try:
            return await self._find_duplicate(attempt)
        except WorkstationError:
            return _first_duplicate(self._listed_meanwhile, attempt)


def _first_duplicate(rows: Iterable[Consultation], attempt: OpeningAttempt) -> Consultation | None:
    return next((row for row in rows if _is_duplicate(row, attempt)), None)


def _is_duplicate(row: Consultation, attempt: OpeningAttempt) -> bool:
    new = attempt.new
    return row.consultation_id not in attempt.listed_before and (
        row.creator.member_id,
        row.target.member_id,
        row.team.team_id,
        row.symptom.content.strip(),
        len(row.images),
    ) == (
        new.creator_member_id,
        new.target_member_id,
        new.team_id,
        new.symptom.content.strip(),
        len(new.images),
    )
