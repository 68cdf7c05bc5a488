"""A page that opening does not touch: met while working, noted, and rebuilt at the next opening."""

import pytest

from tests.fakes.archive import make_arrived
from tests.session.storages import ROOM, Keyring, chain_of, opened, unsent, written
from tests.vault.damaged import damage_table
from tests.vault.people import furnish
from workstation.domain.errors import DatabaseCorrupt
from workstation.session.storage import read_key
from workstation.vault.archive.ingest import ingest
from workstation.vault.engine import damage
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.lists import timelines


async def damaged(folders, keys, table="message"):
    """A vault with a conversation and an unsent message, whose table cannot be read."""
    await written(folders, keys)
    storage = await opened(folders, keys)
    await storage.vault.write(furnish)
    await storage.vault.absorb(ingest, [make_arrived("发烧三天", archive_id="a1")])
    storage.vault.close()
    damage_table(folders.data / VAULT_FILE, await read_key(chain_of(folders, keys)), table)


async def test_what_cannot_be_read_is_rebuilt_at_the_next_opening(folders, expect_log):
    expect_log.append("rebuilt")
    keys = Keyring()
    await damaged(folders, keys)
    storage = await opened(folders, keys)
    assert (storage.salvage, storage.memory_reason) == (None, None)
    with pytest.raises(DatabaseCorrupt):
        await storage.vault.read(timelines.newest, ROOM, 60)
    storage.vault.close()
    assert storage.vault.damage.noticed.done()
    again = await opened(folders, keys)
    assert again.salvage.unsent == 1
    assert await unsent(again) == ["unsent"]
    assert not (await again.vault.read(timelines.newest, ROOM, 60)).messages
    again.vault.close()
    assert not damage.is_noted(folders.data / VAULT_FILE)


async def test_what_cannot_be_written_is_noted_too(folders):
    keys = Keyring()
    await damaged(folders, keys)
    storage = await opened(folders, keys)
    with pytest.raises(DatabaseCorrupt):
        await storage.vault.absorb(ingest, [make_arrived("还是很痒", archive_id="a2")])
    storage.vault.close()
    assert damage.is_noted(folders.data / VAULT_FILE)


async def test_a_disk_that_had_only_misread_is_found_whole(folders):
    keys = Keyring()
    await written(folders, keys)
    damage.Damage(folders.data / VAULT_FILE).note()
    storage = await opened(folders, keys)
    assert (storage.salvage, storage.memory_reason) == (None, None)
    assert await unsent(storage) == ["unsent"]
    storage.vault.close()
    assert not damage.is_noted(folders.data / VAULT_FILE)
    assert not list(folders.data.glob("damaged-*"))
