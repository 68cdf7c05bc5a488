"""Rows that wait to be deleted are out of sight, and back where the deletion is undone."""

import asyncio

from tests.fakes.archive import PATIENT, ROOM, make_arrived
from tests.vault.people import KEY, consultation, furnish
from workstation.domain.changes import Listed, Place
from workstation.domain.message import Attachment
from workstation.media.cache import MediaCache, sealed_name
from workstation.services.hidden_rows import HiddenRows
from workstation.services.patient_purge import PatientPurge
from workstation.store.session_store import SessionStore
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import members
from workstation.vault.lists import consultations, timelines
from workstation.vault.removal.unfinished import left_files
from workstation.vault.unsent import drafts

PICTURE = Attachment("https://clinic.example/rash.jpg", "image/jpeg")


def make_rows(vault, store=None, work=None, files=None) -> HiddenRows:
    """The rows of a history; what they do later goes into ``work``."""
    spawned = [] if work is None else work
    return HiddenRows(
        vault,
        store or SessionStore(),
        files or MediaCache(),
        lambda it: spawned.append(asyncio.ensure_future(it)),
        int,
    )


def test_what_is_undone_or_refused_is_in_sight_again_and_nothing_else(vault):
    rows, published = make_rows(vault), []
    rows.changed.subscribe(published.append)
    rows.hide([1, 2])
    rows.reveal([2, 3])
    rows.reveal([2])
    assert published == [{1, 2}, {1}]


async def test_what_the_platform_has_deleted_leaves_nothing_on_this_computer(vault):
    """Whether or not a list ever comes that lacks it."""
    work, store = [], SessionStore()
    rows = make_rows(vault, store, work)
    store.apply(await vault.write(consultations.put, Listed(consultation(), Place.HISTORY)))
    arrived = await vault.write(ingest, [make_arrived("手臂起疹", archive_id="a1")])
    store.apply(arrived.changes)
    store.apply(await vault.write(drafts.write, ROOM, "请复诊", 3, 1))
    rows.hide([ROOM])
    rows.forget([ROOM])
    await asyncio.gather(*work)
    left = await vault.read(timelines.newest, ROOM, 10)
    assert (left.messages, (await vault.read(drafts.get, ROOM)).text) == ((), "")
    assert await vault.read(consultations.get, ROOM) is None
    assert (store.history.get(ROOM), rows.hidden) == (None, frozenset())


async def fill(vault, files) -> None:
    """An ended consultation with a picture that lies on the disk, and names."""
    await vault.write(furnish)
    await vault.write(consultations.put, Listed(consultation(), Place.HISTORY))
    await vault.write(ingest, [make_arrived("看", archive_id="a1", attachment=PICTURE)])
    await vault.write(members.learn, PATIENT, "王秀英")
    await files.put(PICTURE.url, b"what is seen")


async def test_pictures_and_names_go_with_what_the_platform_has_deleted(vault, tmp_path):
    work, files = [], MediaCache(tmp_path, KEY)
    await fill(vault, files)
    make_rows(vault, work=work, files=files).forget([ROOM])
    await asyncio.gather(*work)
    assert not (tmp_path / sealed_name(KEY, PICTURE.url)).exists()
    assert PATIENT not in await vault.read(members.names)
    assert not await vault.read(left_files)


async def test_pictures_that_a_lock_kept_go_at_the_next_start_though_nobody_was_purged(
    vault, tmp_path
):
    work, files = [], MediaCache(tmp_path, KEY)
    await fill(vault, files)
    files.shut()
    make_rows(vault, work=work, files=files).forget([ROOM])
    await asyncio.gather(*work)
    files.reopen(KEY)
    assert (tmp_path / sealed_name(KEY, PICTURE.url)).exists()
    await PatientPurge(vault, files, lambda *_, **__: None, int, int).start()
    assert not (tmp_path / sealed_name(KEY, PICTURE.url)).exists()
