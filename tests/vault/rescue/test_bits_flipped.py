"""One bit on a page of either file: whatever the other or the rest tells is carried over."""

import asyncio

import pytest

from tests.fakes.archive import ROOM
from tests.vault.damaged import (
    ALL_WORDS,
    PAGE_BYTES,
    damage_table,
    flip,
    local_texts,
    put_files,
)
from tests.vault.people import KEY
from workstation.domain.bookmarks import Bookmark
from workstation.domain.geometry import Point
from workstation.domain.handover import HandoverItem, HandoverKind, HandoverMark
from workstation.domain.marks import Mark
from workstation.domain.measurement import MeasurementSheet
from workstation.domain.quick_replies import QuickReply
from workstation.vault.database import Vault
from workstation.vault.doctor import bookmarks, marks, measurements, quick_replies
from workstation.vault.engine.opening import open_database
from workstation.vault.lists import handover
from workstation.vault.rescue import outbox_backup, recovery

VOICE, PICTURE = "https://media.test/voice", "ab" * 32
SHEET = MeasurementSheet(landmarks=(Point(1.0, 2.0),))


def mark_everything(connection):
    """What a doctor notes beside the messages, and no server knows of."""
    marks.put(connection, Mark(ROOM, pinned_ms=5, unread=True, no_reply_to=40))
    kind = HandoverKind.PROMISE
    handover.put(connection, HandoverItem(ROOM, kind, "明天打电话", due_ms=99, subject="1 a"))
    measurements.put(connection, ROOM, PICTURE, SHEET, 6)
    bookmarks.put(connection, ROOM, VOICE, Bookmark(1_000, "咳嗽"), 7)
    quick_replies.add(connection, [QuickReply("复诊", "请三天后复诊")])


@pytest.fixture
def marked(tmp_path, healthy):
    """A vault in which everything is marked that can be."""
    path = put_files(tmp_path, healthy)
    vault = Vault.open(path, KEY)
    asyncio.run(vault.write(mark_everything))
    vault.close()
    return path


def test_a_damaged_page_costs_no_mark_measurement_reminder_or_quick_reply(marked):
    """Nobody else has them; the number of a message is another one in the new database."""
    damage_table(marked, KEY, "message")
    recovery.rebuild(marked, KEY)
    assert_marked(marked)


@pytest.mark.parametrize("lost", ["first page", "everything"])
def test_nor_does_a_file_of_which_nothing_can_be_read(marked, lost):
    """The second file has them, too."""
    if lost == "everything":
        marked.write_bytes(b"")
        Vault.open(marked, KEY).close()
    else:
        flip(marked, 50)
        recovery.rebuild(marked, KEY)
    assert_marked(marked)


def assert_marked(path):
    connection = open_database(path, KEY)
    assert marks.read_all(connection) == (Mark(ROOM, pinned_ms=5, unread=True),)
    assert handover.read_marks(connection, ROOM) == {("1 a", "明天打电话"): HandoverMark(99)}
    assert measurements.get(connection, ROOM, PICTURE) == SHEET
    assert bookmarks.of_consultation(connection, ROOM) == {VOICE: (Bookmark(1_000, "咳嗽"),)}
    assert [reply.title for reply in quick_replies.read_all(connection)] == ["复诊"]
    connection.close()


def test_a_bit_anywhere_in_the_second_file_keeps_nobody_from_the_first(tmp_path, healthy):
    """The vault is whole; what cannot be read of its copy is copied anew."""
    size = len(healthy["vault.db.own"])
    for page in range(size // PAGE_BYTES):
        folder = tmp_path / f"{page}"
        folder.mkdir()
        path = put_files(folder, healthy)
        flip(outbox_backup.path_beside(path), page * PAGE_BYTES + 99)
        outbox_backup.set_aside_unless_sound(path, KEY)
        for _ in range(2):
            vault = Vault.open(path, KEY)
            assert (vault.restored, asyncio.run(vault.read(local_texts))) == (0, ALL_WORDS), page
            vault.close()


def test_a_bit_in_the_second_file_is_met_by_opening_too(tmp_path, healthy):
    path = put_files(tmp_path, healthy)
    damage_table(outbox_backup.path_beside(path), outbox_backup.backup_key(KEY), "outbox")
    vault = Vault.open(path, KEY)
    assert (vault.restored, asyncio.run(vault.read(local_texts))) == (0, ALL_WORDS)
    vault.close()
    assert list(tmp_path.glob("outbox-backup-damaged-*"))


def test_of_two_damaged_files_whatever_one_of_them_tells_is_carried_over(tmp_path, healthy):
    path = put_files(tmp_path, healthy)
    damage_table(outbox_backup.path_beside(path), outbox_backup.backup_key(KEY), "outbox")
    damage_table(path, KEY, "file")
    recovery.rebuild(path, KEY)
    connection = open_database(path, KEY)
    assert local_texts(connection) == ALL_WORDS
    connection.close()
