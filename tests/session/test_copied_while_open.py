"""A backup of the data folder, made while the program runs: what comes of it when it is put back.

``cp``, ``tar`` and the agents of backup systems read one file after the other, and the database is
written meanwhile.
"""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.archive import PATIENT, Archive, make_arrived
from tests.session.storages import Keyring, chain_of, opened, say, unsent
from workstation.base.paths import Folders
from workstation.domain.events import Joined
from workstation.domain.ids import ConsultationId
from workstation.session.storage import Storage, open_storage
from workstation.vault.archive import pages
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import Step
from workstation.vault.engine import copy_mark
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.lists import timelines
from workstation.vault.rescue import health

FIRST, LAST = ConsultationId(7), ConsultationId(900)
MESSAGES = 300
"""Of each room: more than one page of an index holds."""


@pytest.fixture
def archives() -> dict[ConsultationId, Archive]:
    """Two rooms whose messages lie far from each other in the database's indexes."""
    return {room: Archive(consultation_id=room) for room in (FIRST, LAST)}


async def follow(storage: Storage, archive: Archive) -> None:
    """Read what a room's archive has and this vault lacks."""
    room = archive.consultation_id
    await storage.vault.write(ingest, [Joined(room, archives=True, visit=1)])
    step = Step(await storage.vault.read(pages.first_request, room))
    while step.request is not None:
        page = archive.page(step.request, 100)
        step = (await storage.vault.write(ingest, [page], {"q": step.request})).steps["q"]


async def hear(storage: Storage, archive: Archive, count: int) -> None:
    """So many messages more in a room, as its archive has them."""
    room = archive.consultation_id
    for _ in range(count):
        number = len(archive.items)
        archive.add(make_arrived(f"药 {number}", PATIENT, consultation_id=room))
    await follow(storage, archive)


def copied(folders: Folders, place: Path) -> Folders:
    """The account's folders with a copy of its data in the place of the data."""
    shutil.copytree(folders.data, place)
    return replace(folders, data=place)


async def copy_of_two_moments(
    folders: Folders,
    keys: Keyring,
    archives: dict[ConsultationId, Archive],
    place: Path,
) -> Folders:
    """The file as it was before a checkpoint, and all that lies beside it as it was after that."""
    storage = await opened(folders, keys)
    for archive in archives.values():
        await hear(storage, archive, MESSAGES)
    storage.vault.close()
    before = (folders.data / VAULT_FILE).read_bytes()
    storage = await opened(folders, keys)
    await say(storage, "written before the copy")
    await hear(storage, archives[FIRST], 3)
    storage.vault.close()
    storage = await opened(folders, keys)
    await hear(storage, archives[LAST], 1)
    copy = copied(folders, place)
    (copy.data / VAULT_FILE).write_bytes(before)
    storage.vault.close()
    return copy


async def test_parts_of_two_moments_lose_no_message(folders, tmp_path, archives, expect_log):
    expect_log.append("rebuilt")
    keys = Keyring()
    copy = await copy_of_two_moments(folders, keys, archives, tmp_path / "copy")
    storage = await open_storage(copy, chain_of(folders, keys))
    assert storage.memory_reason is None
    assert await unsent(storage) == ["written before the copy"]
    for room, archive in archives.items():
        await follow(storage, archive)
        page = await storage.vault.read(timelines.newest, room, 1000)
        assert (len(page.messages), page.gaps) == (len(archive.items), ())
    storage.vault.close()
    assert storage.salvage.unsent == 1


async def test_a_whole_copy_is_looked_at_once_and_goes_on(folders, tmp_path, archives, monkeypatch):
    keys, checks, check = Keyring(), [], health.check_every_entry
    monkeypatch.setattr(health, "check_every_entry", lambda *way: checks.append(check(*way)))
    storage = await opened(folders, keys)
    await hear(storage, archives[FIRST], 3)
    copy = copied(folders, tmp_path / "copy")
    storage.vault.close()
    (await opened(folders, keys)).vault.close()
    assert not checks
    for _start in range(2):
        storage = await open_storage(copy, chain_of(folders, keys))
        assert (storage.salvage, storage.memory_reason) == (None, None)
        assert len((await storage.vault.read(timelines.newest, FIRST, 60)).messages) == 3
        storage.vault.close()
    assert len(checks) == 1


def test_a_database_without_a_mark_is_no_copy(tmp_path):
    """Those of earlier versions have none."""
    assert not copy_mark.is_copy(tmp_path / VAULT_FILE)
