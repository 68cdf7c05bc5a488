"""Opening a consultation: its pictures first, then one request that is never blindly repeated."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from workstation.api.rows import Rows
from workstation.domain.consultation import Consultation, NewConsultation
from workstation.domain.errors import WorkstationError
from workstation.domain.outcome import OUTCOME_UNKNOWN
from workstation.domain.people import Member, Team
from workstation.media.upload import prepare_picture
from workstation.services.slots import Progress, Slots


class OpeningCalls(Protocol):
    """The platform's calls 1.3 and 1.5."""

    async def create(self, new: NewConsultation) -> Consultation:
        """Open one, once."""

    async def in_process(self) -> Rows[Consultation]:
        """The work queue."""


@dataclass(frozen=True, slots=True)
class Opened:
    """``as_asked`` is false where an earlier attempt turned out to have succeeded instead."""

    consultation: Consultation
    as_asked: bool = True


@dataclass(frozen=True, slots=True)
class _Attempt:
    new: NewConsultation
    known: frozenset[int]


class PictureUploads:
    """Brings pictures to the server's upload service."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    async def upload(self, content: bytes, progress: Progress) -> str:
        """The picture's address, without the place it was taken at and under a neutral name.

        Raises ``MediaError``, ``UploadRefused`` (also without an IM session), ``NetworkError``.
        """
        ready = await prepare_picture(content)
        name = f"picture.{ready.format.extension}"
        return await self._slots.bring(name, ready.content, ready.format.media_type, progress)


class Opening:
    """``known`` are the numbers in the queue now; ``take`` gets what was opened."""

    def __init__(
        self,
        calls: OpeningCalls,
        known: Callable[[], Iterable[int]],
        take: Callable[[Consultation], Awaitable[None]],
    ) -> None:
        self._calls, self._known, self._take = calls, known, take
        self._doubt: _Attempt | None = None

    @property
    def unsure(self) -> bool:
        """Whether the last attempt may have succeeded without an answer."""
        return self._doubt is not None

    async def open(self, new: NewConsultation) -> Opened:
        """Open it. After a lost answer the queue is looked through for it, here and before a retry.

        Raises ``WorkstationError``; while ``unsure``, another call begins by looking again.
        """
        if self._doubt is not None:
            doubt = self._doubt
            earlier = await self._twin(doubt)
            if earlier is not None:
                return await self._done(earlier, as_asked=doubt.new == new)
        self._doubt = None
        attempt = _Attempt(new, frozenset(self._known()))
        try:
            opened = await self._calls.create(new)
        except OUTCOME_UNKNOWN:
            self._doubt = attempt
            twin = await self._twin_if_reachable(attempt)
            if twin is None:
                raise
            opened = twin
        return await self._done(opened, as_asked=True)

    def forget(self) -> None:
        """The doctor gave the attempt up."""
        self._doubt = None

    async def _done(self, opened: Consultation, *, as_asked: bool) -> Opened:
        self._doubt = None
        await self._take(opened)
        return Opened(opened, as_asked)

    async def _twin(self, attempt: _Attempt) -> Consultation | None:
        rows = await self._calls.in_process()
        return next((row for row in rows.items if _is_twin(row, attempt)), None)

    async def _twin_if_reachable(self, attempt: _Attempt) -> Consultation | None:
        try:
            return await self._twin(attempt)
        except WorkstationError:
            return None


def _is_twin(row: Consultation, attempt: _Attempt) -> bool:
    new = attempt.new
    return row.consultation_id not in attempt.known and (
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


def known_members(told: Iterable[Consultation]) -> tuple[Member, ...]:
    """Everybody who asked or was asked about, once each, by name."""
    found: dict[int, Member] = {}
    for one in told:
        for member in (one.target, one.creator):
            if member.member_id is not None and member.name:
                found.setdefault(member.member_id, member)
    return tuple(sorted(found.values(), key=lambda member: (member.name, member.member_id)))


def known_teams(told: Iterable[Consultation]) -> tuple[Team, ...]:
    """Every team that occurs, by name."""
    found = {
        one.team.team_id: one.team for one in told if one.team.team_id is not None and one.team.name
    }
    return tuple(sorted(found.values(), key=lambda team: team.name))
