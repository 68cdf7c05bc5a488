"""The doctor's own page as patients see it (the interface contract, 2.1)."""

from workstation.domain.ids import MemberId
from workstation.domain.value import Value


class Profile(Value):
    """A doctor's detail; ``specialties`` and ``honours`` keep the doctor's order."""

    member_id: MemberId
    name: str
    title: str = ""
    hospital: str = ""
    department: str = ""
    introduction: str = ""
    photo: str = ""
    specialties: tuple[str, ...] = ()
    honours: tuple[str, ...] = ()
