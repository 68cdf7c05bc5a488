"""The doctor's own page as patients see it (the interface contract, 2.1)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """A doctor's detail; ``specialties`` and ``honours`` keep the doctor's order."""

    member_id: int
    name: str
    title: str = ""
    hospital: str = ""
    department: str = ""
    introduction: str = ""
    photo: str = ""
    specialties: tuple[str, ...] = ()
    honours: tuple[str, ...] = ()
