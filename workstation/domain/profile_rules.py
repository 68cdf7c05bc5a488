"""What a doctor's page may hold, so that a refusal comes before the platform's."""

from collections.abc import Iterator

from workstation.domain.errors import InputError
from workstation.domain.profile import Profile
from workstation.domain.value import Value


class ProfileLimits(Value):
    """Longest texts in characters, and most entries of a list."""

    name: int = 40
    title: int = 40
    hospital: int = 80
    department: int = 60
    introduction: int = 1_000
    specialty: int = 30
    specialties: int = 20
    honour: int = 100
    honours: int = 50


LIMITS = ProfileLimits()
REQUIRED = ("name",)
TEXTS = ("name", "title", "hospital", "department", "introduction")


def find_problems(profile: Profile, base: Profile) -> tuple[InputError, ...]:
    """Everything that keeps ``profile`` from being saved, in the order of the page.

    What stands in ``base``, the platform's copy, is none: the contract names no limits, and what
    another program wrote there must not keep the doctor's own change from being saved.
    """
    return (
        *_texts(profile, base),
        *_entries("specialties", profile, base, LIMITS.specialty, LIMITS.specialties),
        *_entries("honours", profile, base, LIMITS.honour, LIMITS.honours),
    )


def entry_problem(
    field: str, text: str, others: tuple[str, ...], *, max_characters: int, max_entries: int
) -> InputError | None:
    """Why ``text`` cannot join ``others``, or None."""
    entry = text.strip()
    if not entry:
        return InputError(field, "empty")
    if len(entry) > max_characters:
        return InputError(field, "too_long", limit=max_characters)
    if entry.casefold() in {entry_text.casefold() for entry_text in others}:
        return InputError(field, "duplicate")
    if len(others) >= max_entries:
        return InputError(field, "too_many", limit=max_entries)
    return None


def _texts(profile: Profile, base: Profile) -> Iterator[InputError]:
    for field in TEXTS:
        text: str = getattr(profile, field)
        limit: int = getattr(LIMITS, field)
        if text == getattr(base, field):
            continue
        if field in REQUIRED and not text.strip():
            yield InputError(field, "empty")
        elif len(text) > limit:
            yield InputError(field, "too_long", limit=limit)


def _entries(
    field: str, profile: Profile, base: Profile, longest: int, most: int
) -> Iterator[InputError]:
    entries, before = getattr(profile, field), list(getattr(base, field))
    for place, entry in enumerate(entries):
        if entry in before:  # each only as often as it stands there
            before.remove(entry)
            continue
        problem = entry_problem(
            field, entry, entries[:place], max_characters=longest, max_entries=most
        )
        if problem is not None:
            yield problem
            return
