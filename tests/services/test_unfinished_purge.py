"""A purge that was broken off is carried to its end by the next start, and recorded."""

from collections.abc import Callable, Iterable, Iterator

import pytest

from tests.fakes.archive import ROOM
from tests.vault.people import consultation, furnish
from workstation.domain.audit import AuditEvent
from workstation.domain.changes import Listed, Place
from workstation.domain.errors import NotErased
from workstation.domain.ids import ConsultationId
from workstation.services.patient_purge import PatientPurge
from workstation.vault.database import Vault
from workstation.vault.lists import consultations

BROKEN_OFF = (AuditEvent.PATIENT_PURGED, ROOM, "resumed")


class Killed(BaseException):
    """The program ended here."""


def die(*_: object) -> None:
    """End the program at this call."""
    raise Killed


class Computer:
    """A vault, copies beside it, and the audit log, as one start after the other has them."""

    def __init__(self) -> None:
        self.vault, self.has_copy = Vault.in_memory(), True
        self.recorded: list[tuple[AuditEvent, ConsultationId | None, str]] = []

    def start(
        self,
        record: Callable[..., None] | None = None,
        erase: Callable[[], object] | None = None,
    ) -> PatientPurge:
        return PatientPurge(
            self.vault,
            self,
            record or self._record,
            lambda _: None,
            erase or self._erase,
        )

    async def drop(self, _addresses: Iterable[str]) -> bool:
        return True

    def _erase(self) -> None:
        self.has_copy = False

    def _record(
        self, event: AuditEvent, number: ConsultationId | None = None, detail: str = ""
    ) -> None:
        self.recorded.append((event, number, detail))


@pytest.fixture
def computer() -> Iterator[Computer]:
    """One that has an ended consultation."""
    computer = Computer()
    yield computer
    computer.vault.close()


async def purge(computer: Computer, purge: PatientPurge) -> None:
    """Purge the patient of an ended consultation."""
    await computer.vault.write(furnish)
    await computer.vault.write(consultations.put, Listed(consultation(ROOM), Place.HISTORY))
    await purge.purge(await purge.survey(consultation(ROOM)))


@pytest.mark.parametrize("dies_at", ["record", "erase"])
async def test_what_a_kill_left_undone_is_done_by_the_next_start(
    computer: Computer, dies_at: str
) -> None:
    with pytest.raises(Killed):
        await purge(computer, computer.start(**{dies_at: die}))
    assert computer.has_copy
    await computer.start().start()
    assert not computer.has_copy
    assert BROKEN_OFF in computer.recorded


async def test_a_purge_that_came_to_its_end_is_recorded_once(computer: Computer) -> None:
    await purge(computer, computer.start())
    computer.has_copy = True
    await computer.start().start()
    assert computer.recorded == [(AuditEvent.PATIENT_PURGED, ROOM, "")]
    assert computer.has_copy, "one that was set aside since has none of the patient"


async def test_a_copy_that_is_held_hinders_no_start_and_goes_at_a_later_one(
    computer: Computer, expect_log: list[str]
) -> None:
    expect_log.append("stays for now")

    def hold() -> None:
        raise NotErased("PermissionError")

    with pytest.raises(NotErased):
        await purge(computer, computer.start(erase=hold))
    await computer.start(erase=hold).start()
    assert computer.has_copy
    await computer.start().start()
    assert not computer.has_copy
