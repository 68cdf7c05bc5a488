"""The fields of the doctor's page, the sections they stand in, and what differs between copies."""

from dataclasses import replace

from workstation.domain.profile import Profile
from workstation.services.profile import tidy

SECTIONS = {
    "basic": ("name", "title", "hospital", "department"),
    "introduction": ("introduction",),
    "specialties": ("specialties",),
    "honours": ("honours",),
}
FIELDS = tuple(field for fields in SECTIONS.values() for field in fields)

Value = str | tuple[str, ...]


def value_of(profile: Profile, field: str) -> Value:
    """The value that ``profile`` has in a field."""
    value: Value = getattr(profile, field)
    return value


def differing_fields(before: Profile, after: Profile) -> tuple[str, ...]:
    """The fields that differ, in the order of the page; spaces around a text do not count."""
    before, after = tidy(before), tidy(after)
    return tuple(field for field in FIELDS if value_of(before, field) != value_of(after, field))


def carry_over(submitted: Profile, now: Profile, base: Profile) -> Profile:
    """``base`` with what was changed in ``now`` since ``submitted``."""
    later = {name: value_of(now, name) for name in differing_fields(submitted, now)}
    return replace(base, **later)  # type: ignore[arg-type]


def sections_of(fields: tuple[str, ...]) -> tuple[str, ...]:
    """The sections that hold any of ``fields``, in the order of the page."""
    return tuple(
        name for name, section_fields in SECTIONS.items() if set(section_fields) & set(fields)
    )
