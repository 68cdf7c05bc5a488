"""What leaves this computer: old closed consultations, and nothing on a doubt."""

from dataclasses import replace

import pytest

from workstation.api.rows import Dropped, Rows
from workstation.domain.changes import Place
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.people import Member, Team
from workstation.media.cache import MediaCache
from workstation.services.lists import ListRefresh
from workstation.services.retention import DAY_MS, Retention
from workstation.store.desk import Desk
from workstation.vault import consultations
from workstation.vault.database import Vault

NOW = 1_000 * DAY_MS
OLD = Consultation(
    1,
    Member(3, "王秀英"),
    Member(4, "王小宝"),
    Team(1, "儿科"),
    Symptom(SymptomKind.TEXT, "皮疹"),
    created_ms=NOW - 31 * DAY_MS,
)
FRESH = replace(OLD, consultation_id=2, created_ms=NOW - 29 * DAY_MS)
UNDATED = replace(OLD, consultation_id=3, created_ms=None)


class Clock:
    def now_ms(self) -> int:
        return NOW

    def monotonic(self) -> float:
        return 0.0


@pytest.fixture
def vault():
    vault = Vault.in_memory(threads=False)
    yield vault
    vault.close()


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def retention(vault, desk):
    return Retention(vault, MediaCache(), Clock(), desk.apply, days=30)


async def numbers(vault: Vault, place: Place) -> set[int]:
    listed = await vault.read(consultations.in_place, place)
    return {item.consultation.consultation_id for item in listed}


async def test_what_is_too_old_does_not_come_onto_this_computer(vault, desk, retention):
    async def read():
        return Rows((OLD, FRESH, UNDATED))

    refresh = ListRefresh(
        Place.HISTORY, read, vault, Clock(), show=desk.apply, told=lambda _: None,
        seconds=1, keeps=retention.keeps,
    )  # fmt: skip
    await refresh.refresh()
    assert await numbers(vault, Place.HISTORY) == {2, 3}


async def test_what_is_in_no_list_and_too_old_is_forgotten(vault, retention):
    await vault.write(consultations.replace_list, Place.IN_PROCESS, [OLD, FRESH])
    await vault.write(consultations.replace_list, Place.IN_PROCESS, [])
    await retention.apply()
    assert await numbers(vault, Place.GONE) == {2}


async def test_what_is_in_process_is_kept_however_old(vault, retention):
    await vault.write(consultations.replace_list, Place.IN_PROCESS, [OLD])
    await retention.apply()
    assert await numbers(vault, Place.IN_PROCESS) == {1}


async def test_no_patient_disappears_because_a_row_cannot_be_read(vault, desk):
    answers = [Rows((OLD, FRESH)), Rows((FRESH,), (Dropped(0, "no consultation_id"),)), Rows(())]

    async def read():
        return answers.pop(0)

    refresh = ListRefresh(
        Place.IN_PROCESS, read, vault, Clock(), show=desk.apply, told=lambda _: None, seconds=1
    )
    await refresh.refresh()
    await refresh.refresh()
    assert await numbers(vault, Place.IN_PROCESS) == {1, 2}
    await refresh.refresh()
    assert await numbers(vault, Place.IN_PROCESS) == set()
