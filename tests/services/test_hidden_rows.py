"""Rows that wait to be deleted are out of sight, and back where the deletion is undone."""

import asyncio

from tests.fakes.archive import ROOM, make_arrived
from tests.vault.people import consultation
from workstation.domain.changes import Listed, Place
from workstation.services.hidden_rows import HiddenRows
from workstation.store.session_store import SessionStore
from workstation.vault.archive.ingest import ingest
from workstation.vault.lists import consultations, timelines
from workstation.vault.unsent import drafts


def test_what_is_undone_or_refused_is_in_sight_again_and_nothing_else(vault):
    rows, published = HiddenRows(vault, SessionStore(), lambda _: None, lambda: None), []
    rows.changed.subscribe(published.append)
    rows.hide([1, 2])
    rows.reveal([2, 3])
    rows.reveal([2])
    assert published == [{1, 2}, {1}]


async def test_what_the_platform_has_deleted_leaves_nothing_on_this_computer(vault):
    """Whether or not a list ever comes that lacks it."""
    work, store = [], SessionStore()
    rows = HiddenRows(vault, store, lambda it: work.append(asyncio.ensure_future(it)), int)
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
