"""The fields of the doctor's page, the sections they stand in, and what differs between copies."""

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
    """What ``profile`` has in a field."""
    value: Value = getattr(profile, field)
    return value


def differing(one: Profile, other: Profile) -> tuple[str, ...]:
    """The fields that differ, in the order of the page; spaces around a text do not count."""
    one, other = tidy(one), tidy(other)
    return tuple(field for field in FIELDS if value_of(one, field) != value_of(other, field))


def sections_of(fields: tuple[str, ...]) -> tuple[str, ...]:
    """The sections that hold any of ``fields``, in the order of the page."""
    return tuple(name for name, held in SECTIONS.items() if set(held) & set(fields))
