"""A purge takes the sealed files with it, also where something comes between."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.fakes.archive import ROOM, make_arrived
from tests.vault.people import KEY, consultation, furnish
from workstation.domain.audit import AuditEvent
from workstation.domain.changes import Changes, Listed, Place
from workstation.domain.message import Attachment
from workstation.media.cache import MediaCache, sealed_name
from workstation.services.patient_purge import PatientPurge
from workstation.vault.archive.ingest import ingest
from workstation.vault.database import Vault
from workstation.vault.lists import consultations
from workstation.vault.removal.unfinished import left_files

URL = "https://clinic.example/rash.jpg"
PICTURE = Attachment(URL, "image/jpeg")


class Killed(Exception):
    """The program ended here."""


class Computer:
    """A vault and the sealed files beside it, as one start after the other has them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.vault = folder, Vault.in_memory()
        self.cache = MediaCache(folder, KEY)

    async def fill(self) -> None:
        await self.vault.write(furnish)
        ended = Listed(consultation(ROOM), Place.HISTORY)
        await self.vault.write(consultations.put, ended)
        await self.vault.write(ingest, [make_arrived("see", attachment=PICTURE)])
        await self.cache.put(URL, b"what is seen")

    @property
    def is_kept(self) -> bool:
        return (self.folder / sealed_name(KEY, URL)).exists()

    async def purge(self) -> None:
        made = self.start()
        await made.purge(await made.survey(consultation(ROOM)))

    def start(self) -> PatientPurge:
        changes: list[Changes] = []
        return PatientPurge(
            self.vault, self.cache, lambda *_, **__: None, changes.append, lambda: None
        )


@pytest.fixture
def computer(tmp_path: Path) -> Iterator[Computer]:
    computer = Computer(tmp_path)
    yield computer
    computer.vault.close()


async def test_the_files_go_and_nothing_names_them_any_more(computer: Computer) -> None:
    await computer.fill()
    await computer.purge()
    assert not computer.is_kept
    assert not await computer.vault.read(left_files)


async def test_what_a_kill_left_goes_at_the_next_start(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await computer.fill()

    async def die(_addresses: Iterable[str]) -> bool:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(computer.cache, "drop", die)
        with pytest.raises(Killed):
            await computer.purge()
    assert computer.is_kept
    await computer.start().start()
    assert not computer.is_kept
    assert not await computer.vault.read(left_files)


async def test_what_a_lock_left_goes_at_the_next_start(computer: Computer) -> None:
    await computer.fill()
    computer.cache.shut()
    await computer.purge()
    assert computer.is_kept
    computer.cache.reopen(KEY)
    await computer.start().start()
    assert not computer.is_kept
    assert not await computer.vault.read(left_files)


async def test_a_second_purge_takes_what_the_first_left(computer: Computer) -> None:
    await computer.fill()
    computer.cache.shut()
    await computer.purge()
    computer.cache.reopen(KEY)
    await computer.purge()
    assert not computer.is_kept


async def test_what_is_purged_is_recorded_shown_and_gone_from_copies(computer: Computer) -> None:
    await computer.fill()
    recorded, changes, erased = [], [], []
    purge = PatientPurge(
        computer.vault,
        computer.cache,
        lambda event, number: recorded.append((event, number)),
        changes.append,
        lambda: erased.append(True),
    )
    await purge.purge(await purge.survey(consultation(ROOM)))
    assert recorded == [(AuditEvent.PATIENT_PURGED, ROOM)]
    assert ROOM in changes[0].forgotten
    assert erased == [True]


async def test_a_history_read_during_a_purge_brings_none_of_it_back(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await computer.fill()
    purge, meanwhile = computer.start(), []
    data, write = await purge.survey(consultation(ROOM)), computer.vault.write

    async def watched(function, *args):
        meanwhile.append(purge.is_purged(consultation(ROOM)))
        return await write(function, *args)

    monkeypatch.setattr(computer.vault, "write", watched)
    await purge.purge(data)
    assert meanwhile[0]
