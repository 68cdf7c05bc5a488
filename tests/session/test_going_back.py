"""One version back and forth again: the older program opens, and nothing unsent is lost.

The newer program here is today's with one migration more, which changes the tables that the backup
carries: columns that the older one does not know, some of them never empty, and a table of its own.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from tests.fakes.sudden_end import DIED
from tests.session.storages import ROOM, Keyring, chain_of, opened, say, unsent
from workstation.domain.changes import Draft
from workstation.domain.errors import StorageError
from workstation.domain.message import Attachment, MessageKind
from workstation.session.storage import read_key
from workstation.vault.engine.opening import VAULT_FILE, open_database
from workstation.vault.rescue import locked_vaults
from workstation.vault.rescue.local_data import SET_ASIDE
from workstation.vault.rescue.outbox_backup import RESTORED
from workstation.vault.schema import migrations
from workstation.vault.schema.migrations import STEPS
from workstation.vault.unsent import closing, drafts, failures, files, outbox

ROOT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


def later_step(connection):
    """What some later version may do."""
    connection.execute("ALTER TABLE outbox ADD COLUMN priority INTEGER NOT NULL DEFAULT 3")
    connection.execute("ALTER TABLE draft ADD COLUMN quoted TEXT")
    connection.execute("ALTER TABLE file ADD COLUMN origin TEXT NOT NULL DEFAULT 'camera'")
    connection.execute("CREATE TABLE later (later_id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
    connection.execute("INSERT INTO later (text) VALUES ('what only the newer one knows')")


@pytest.fixture
def newer(monkeypatch):
    """Calling it makes this process the newer program, or the older one again."""

    def become(newer_program):
        steps = (*STEPS, later_step) if newer_program else STEPS
        monkeypatch.setattr(migrations.migrate, "__defaults__", (steps,))
        monkeypatch.setattr(locked_vaults, "STEPS", steps)

    return become


async def a_day_with_the_newer_one(folders, keys, newer):
    """Two messages wait, one was under way, a picture is to be sent, and a draft was begun."""
    newer(newer_program=True)
    storage = await opened(folders, keys)
    assert storage.memory_reason is None
    await say(storage, "one", "two", draft="begun")
    picture = await storage.vault.write(files.keep, b"picture", "image/jpeg", "a.jpg")
    await storage.vault.write(
        outbox.add, ROOM, "photo", MessageKind.IMAGE, "", 1, file_id=picture.file_id
    )
    await storage.vault.write(outbox.mark_sending, "one")
    storage.vault.close()
    newer(newer_program=False)


async def test_the_older_program_has_every_unsent_message_and_draft(folders, newer, expect_log):
    expect_log += ["a newer version is set aside", "is not taken up"]
    keys = Keyring()
    await a_day_with_the_newer_one(folders, keys, newer)
    back = await opened(folders, keys)
    assert back.memory_reason is None
    assert back.newer_aside
    assert back.vault.restored == 3
    assert await unsent(back) == ["one", "two", ""]
    entries = await back.vault.read(outbox.entries)
    assert {entry.failure for entry in entries} == {RESTORED}
    (file_id,) = [entry.file_id for entry in entries if entry.file_id]
    assert await back.vault.read(files.data, file_id) == b"picture"
    assert (await back.vault.read(drafts.get, ROOM)).text == "begun"
    back.vault.close()
    again = await opened(folders, keys)
    assert not again.newer_aside
    assert await unsent(again) == ["one", "two", ""]
    again.vault.close()


async def test_what_the_older_program_does_not_know_of_a_summary_or_a_file_is_left_out(
    folders, newer, expect_log
):
    """They lie as text in the copy of own words: a part more must not end the program."""
    expect_log.append("a newer version is set aside")
    keys = Keyring()
    newer(newer_program=True)
    storage = await opened(folders, keys)

    def write(connection):
        content = json.dumps({"assessment": "湿疹", "letter": "to the clinic"})
        summary = "INSERT INTO closing_summary (consultation_id, content) VALUES (?, ?)"
        connection.execute(summary, (ROOM, content))
        attachment = Attachment("https://media.test/a", "image/jpeg", "a.jpg", 5)
        outbox.add(connection, ROOM, "photo", MessageKind.IMAGE, "", 1, attachment=attachment)
        more = "UPDATE outbox SET attachment = json_insert(attachment, '$[#]', 'a thumbnail')"
        connection.execute(more)

    await storage.vault.write(write)
    storage.vault.close()
    newer(newer_program=False)
    back = await opened(folders, keys)
    assert back.memory_reason is None
    assert (await back.vault.read(closing.get, ROOM)).draft.assessment == "湿疹"
    (entry,) = await back.vault.read(outbox.entries)
    assert entry.attachment.name == "a.jpg"
    back.vault.close()


async def test_a_kind_of_message_that_the_older_program_does_not_know_keeps_nobody_out(
    folders, newer, expect_log
):
    expect_log.append("a newer version is set aside")
    keys = Keyring()
    newer(newer_program=True)
    storage = await opened(folders, keys)
    await say(storage, "one")
    film = Attachment("https://media.test/film", "video/mp4", "film.mp4", 5)
    await storage.vault.write(outbox.add, ROOM, "film", MessageKind.FILE, "", 1, attachment=film)

    def rename(connection):
        connection.execute("UPDATE outbox SET kind = 'film' WHERE origin_id = 'film'")

    await storage.vault.write(rename)
    storage.vault.close()
    newer(newer_program=False)
    back = await opened(folders, keys)
    await back.vault.write(outbox.requeue)
    entries = await back.vault.read(outbox.entries)
    assert [(entry.text, entry.kind) for entry in entries] == [
        ("one", MessageKind.TEXT),
        ("", MessageKind.FILE),
    ]
    back.vault.close()


async def test_nothing_comes_twice_when_the_newer_program_is_back(folders, newer, expect_log):
    expect_log += ["a newer version is set aside", "came back"]
    keys = Keyring()
    await a_day_with_the_newer_one(folders, keys, newer)
    back = await opened(folders, keys)
    await back.vault.write(failures.discard, "two")
    await say(back, "three")
    await back.vault.write(drafts.put, Draft(ROOM, "begun and gone on", 0), 2)
    back.vault.close()
    newer(newer_program=True)
    forth = await opened(folders, keys)
    assert forth.memory_reason is None
    entries = await forth.vault.read(outbox.entries)
    texts = sorted(entry.text for entry in entries)
    assert texts == ["", "one", "three", "two"]
    assert {entry.failure for entry in entries if entry.text == "two"} <= {SET_ASIDE, RESTORED}
    assert (await forth.vault.read(drafts.get, ROOM)).text == "begun and gone on"
    forth.vault.close()
    once_more = await opened(folders, keys)
    assert len(await once_more.vault.read(outbox.entries)) == 4
    once_more.vault.close()


async def test_a_draft_that_the_older_program_sent_is_none_when_the_newer_one_is_back(
    folders, newer, expect_log
):
    """In the composer once more, it would be sent a second time."""
    expect_log.append("a newer version is set aside")
    keys = Keyring()
    await a_day_with_the_newer_one(folders, keys, newer)
    back = await opened(folders, keys)
    await back.vault.write(outbox.send_draft, ROOM, {}, "three", "begun and sent", 2)
    back.vault.close()
    newer(newer_program=True)
    forth = await opened(folders, keys)
    assert (await forth.vault.read(drafts.get, ROOM)).text == ""
    assert "begun and sent" in await unsent(forth)
    forth.vault.close()


async def test_a_vault_that_is_not_newer_is_not_moved(folders):
    keys = Keyring()
    storage = await opened(folders, keys)
    await say(storage, "one")
    storage.vault.close()
    path, key = folders.data / VAULT_FILE, await read_key(chain_of(folders, keys))
    assert not locked_vaults.set_newer_aside(path, key)
    assert path.exists()


async def test_a_newer_one_whose_log_is_in_use_stays_where_it_is(folders, newer):
    keys = Keyring()
    await a_day_with_the_newer_one(folders, keys, newer)
    path, key = folders.data / VAULT_FILE, await read_key(chain_of(folders, keys))
    user = open_database(path, key)
    try:
        user.execute("DELETE FROM later")
        with pytest.raises(StorageError, match="in use"):
            locked_vaults.set_newer_aside(path, key)
        assert path.exists()
    finally:
        user.close()


KILLED = """
import os, sys
from pathlib import Path
from workstation.base import held_files
from workstation.vault.rescue import locked_vaults

path, key, step = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.argv[3]
def end(*_):
    os.kill(os.getpid(), 9)
if step == "mkdir":
    locked_vaults.shutil.copyfile = end
elif step == "fingerprint":
    held_files.replace = end
else:
    real = held_files.replace
    held_files.replace = lambda *given: (real(*given), end())
locked_vaults.set_newer_aside(path, key)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals, which Windows does not have")
@pytest.mark.parametrize(
    ("step", "logged"),
    [
        ("mkdir", ["a newer version is set aside"]),
        ("fingerprint", ["a newer version is set aside", "is not taken up"]),
        ("moved", ["is not taken up"]),
    ],
)
async def test_a_kill_at_any_step_loses_nothing(folders, newer, expect_log, step, logged):
    expect_log += logged
    keys = Keyring()
    await a_day_with_the_newer_one(folders, keys, newer)
    key = await read_key(chain_of(folders, keys))
    line = [sys.executable, "-P", "-c", KILLED, str(folders.data / VAULT_FILE), key.hex(), step]
    process = await asyncio.create_subprocess_exec(*line, cwd=ROOT, env=ENVIRONMENT)
    assert await asyncio.wait_for(process.wait(), 60) == DIED
    back = await opened(folders, keys)
    assert back.memory_reason is None
    assert await unsent(back) == ["one", "two", ""]
    back.vault.close()
