"""Reads and saves the doctor's profile without overwriting a concurrent change.

The platform lets the last writer win and has no version number, so a save reads first and compares
with what the edit began from. Between reading and writing another change may still
slip in; the platform offers no way to prevent that. After a lost answer the profile is read to see
whether the write was carried out; it is not repeated
(``test_a_lost_answer_is_looked_up_and_the_write_not_repeated``).
"""

from dataclasses import dataclass, field, replace
from typing import Protocol

from workstation.domain.errors import WorkstationError
from workstation.domain.outcome import OUTCOME_UNKNOWN
from workstation.domain.profile import Profile
from workstation.domain.profile_rules import find_problems
from workstation.domain.value import Value
from workstation.store.feed import Feed


class DoctorCalls(Protocol):
    """The platform's calls 2.1."""

    async def detail(self) -> Profile:
        """Read the page."""

    async def save(self, profile: Profile) -> None:
        """Write the page, once."""


class Saved(Value):
    """The outcome of a save: the platform holds this now."""

    profile: Profile


class Conflict(Value):
    """The outcome of a save: the platform's copy changed since; nothing was written."""

    theirs: Profile


@dataclass
class ProfileDraft:
    """A doctor's unsaved edit, and the platform's copy it is based on.

    It is kept in memory by the account, so it outlives a sign-in that the platform ended.
    ``forgotten`` is published when nothing is unsaved any more; ``is_stored``: it is on the disk.
    ``last_stored`` is what this run last knew the disk to have; ``is_merged``: what another run
    wrote is part of it, and the doctor is to be told.
    """

    base: Profile | None = None
    edited: Profile | None = None
    forgotten: Feed[None] = field(default_factory=Feed, compare=False)
    is_stored: bool = field(default=False, compare=False)
    last_stored: tuple[Profile, Profile] | None = field(default=None, compare=False)
    is_merged: bool = field(default=False, compare=False)

    def keep(self, base: Profile, edited: Profile) -> None:
        """Remember ``edited``."""
        self.is_stored = self.is_stored and (base, edited) == (self.base, self.edited)
        self.base, self.edited = base, edited

    def forget(self) -> None:
        """Forget the unsaved page: it was saved, or given up."""
        if self.base is not None:
            self.base = self.edited = None
            self.forgotten.publish(None)


class ProfileService:
    """Reads and saves the signed-in doctor's page.

    The platform itself lets the last writer win, so each save reads first and compares.
    ``draft`` is the doctor's unsaved edit. ``page`` is the profile as it is known now, ``None`` for
    a remembered doctor until it was read; ``learned`` publishes each different one since.
    ``remembered_name`` is the one of an earlier run.
    """

    def __init__(
        self,
        calls: DoctorCalls,
        draft: ProfileDraft | None = None,
        page: Profile | None = None,
    ) -> None:
        self._calls = calls
        self.draft = draft if draft is not None else ProfileDraft()
        self.page = page
        self.remembered_name = ""
        self.learned: Feed[Profile] = Feed()

    @property
    def display_name(self) -> str:
        """The doctor's name, by the page or an earlier run; empty while it is not known."""
        return self.page.name if self.page is not None else self.remembered_name

    async def load(self) -> Profile:
        """The page as the platform has it. Raises what the call raises."""
        return await self._calls.detail()

    async def save(self, base: Profile, edited: Profile) -> Saved | Conflict:
        """Save ``edited``, which was made from ``base``.

        Raises the first ``InputError`` of the page, or what the calls raise; then nothing is lost,
        since the caller still holds ``edited``. To overwrite after a ``Conflict`` save again with
        ``theirs`` as the base. What became of it there, ``read_back`` tells.
        """
        for problem in find_problems(edited, base):
            raise problem
        theirs = await self._calls.detail()
        if theirs == edited:
            return Saved(edited)
        if theirs != base:
            return Conflict(theirs)
        await self._write(edited)
        return Saved(edited)

    async def read_back(self, saved: Profile) -> Profile:
        """Read the page as it is now: the platform may have trimmed it. Unread, it is as known."""
        try:
            return await self._calls.detail()
        except WorkstationError:
            return saved

    async def _write(self, edited: Profile) -> None:
        try:
            await self._calls.save(edited)
        except OUTCOME_UNKNOWN:
            # The answer was lost, so the page tells whether the write was.
            if await self._calls.detail() != edited:
                raise


def tidy(profile: Profile) -> Profile:
    """The page without spaces around its texts and without empty entries."""
    return replace(
        profile,
        name=profile.name.strip(),
        title=profile.title.strip(),
        hospital=profile.hospital.strip(),
        department=profile.department.strip(),
        introduction=profile.introduction.strip(),
        specialties=_tidy_entries(profile.specialties),
        honours=_tidy_entries(profile.honours),
    )


def _tidy_entries(entries: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(entry.strip() for entry in entries if entry.strip())
