"""Damage is noticed, kept aside, and costs the doctor no word."""

import asyncio

import pytest

from tests.fakes.archive import ROOM, make_arrived
from tests.fakes.scanner import Scanner
from tests.seeds import NEW
from tests.vault.damaged import (
    ALL_WORDS,
    PAGE_BYTES,
    flip,
    local_texts,
    put_files,
    write_all,
)
from tests.vault.people import KEY
from workstation.domain.changes import Draft
from workstation.domain.errors import DatabaseCorrupt, DiskFull, StorageError
from workstation.domain.message import Delivery
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation.in_doubt import FILE_LOST, RESTORED
from workstation.vault.database import Vault
from workstation.vault.engine import opening
from workstation.vault.engine.opening import open_database
from workstation.vault.lists import timelines
from workstation.vault.purged_numbers import purged_ids
from workstation.vault.removal import patient_data
from workstation.vault.rescue import health, outbox_backup, recovery
from workstation.vault.schema import migrations
from workstation.vault.unsent import drafts, failures, files, outbox


def reads_whole(path):
    """Open like the program does and read every page; raises what it meets."""
    vault = Vault.open(path, KEY)
    try:
        asyncio.run(vault.read(health.examine))
    finally:
        vault.close()


EACH = 1 if NEW else 3
"""Every page with new seeds; to rebuild after each of them takes the room's longest time."""


def test_a_flipped_bit_on_any_page_is_noticed_and_costs_no_word(tmp_path, healthy):
    pages = len(healthy["vault.db"]) // PAGE_BYTES
    assert pages > 20
    for page in range(0, pages, EACH):
        folder = tmp_path / f"{page}"
        folder.mkdir()
        path = put_files(folder, healthy)
        flip(path, page * PAGE_BYTES + 16 + (page * 37) % (PAGE_BYTES - 100))
        with pytest.raises(DatabaseCorrupt):
            reads_whole(path)
        salvage = recovery.rebuild(path, KEY)
        reads_whole(path)
        connection = open_database(path, KEY)
        assert local_texts(connection) == ALL_WORDS, page
        assert {entry.state for entry in outbox.entries(connection)} == {Delivery.QUEUED}
        connection.close()
        assert (salvage.unsent, salvage.drafts) == (3, 1)
        assert (salvage.kept_at / "vault.db").exists()


def test_a_truncated_file_is_rebuilt(tmp_path, healthy):
    path = put_files(tmp_path, healthy)
    path.write_bytes(healthy["vault.db"][: len(healthy["vault.db"]) // 2])
    with pytest.raises(StorageError):
        reads_whole(path)
    recovery.rebuild(path, KEY)
    connection = open_database(path, KEY)
    assert local_texts(connection) == ALL_WORDS
    connection.close()


def test_a_scanner_that_looks_at_each_file_does_not_stop_the_rebuilding(
    tmp_path, healthy, monkeypatch
):
    """On Windows a file that anybody has open is neither replaced nor removed."""
    path = put_files(tmp_path, healthy)
    path.write_bytes(healthy["vault.db"][: len(healthy["vault.db"]) // 2])
    scanner = Scanner(4).install(monkeypatch)
    recovery.rebuild(path, KEY)
    assert scanner.waited == 4
    connection = open_database(path, KEY)
    assert local_texts(connection) == ALL_WORDS
    connection.close()


def test_without_the_second_file_the_readable_rows_are_carried_over(tmp_path, healthy):
    path = put_files(tmp_path, healthy)
    outbox_backup.path_beside(path).unlink()
    content = healthy["vault.db"]
    last = len(content) // PAGE_BYTES - 1
    flip(path, last * PAGE_BYTES + 99)
    recovery.rebuild(path, KEY)
    connection = open_database(path, KEY)
    entries = outbox.entries(connection)
    assert [(entry.origin_id, entry.text) for entry in entries] == ALL_WORDS[0]
    lost = [entry for entry in entries if entry.failure == FILE_LOST]
    with_files = [entry for entry in entries if entry.file_id]
    assert len(lost) + len(with_files) == 1
    connection.close()


def test_a_damaged_second_file_is_set_aside_and_made_anew(tmp_path, healthy):
    path = put_files(tmp_path, healthy)
    flip(outbox_backup.path_beside(path), 50)
    reads_whole(path)
    assert [file.name for file in tmp_path.glob("outbox-backup-damaged-*")]
    vault = Vault.open(path, KEY)
    assert vault.restored == 0
    vault.close()


def test_what_neither_copy_tells_any_more_is_said_to_be_lost(tmp_path, healthy):
    """A count of 0 alone would say that there was nothing to lose."""
    path = put_files(tmp_path, healthy)
    flip(path, 50)
    assert recovery.rebuild(path, KEY).complete
    path = put_files(tmp_path, healthy)
    flip(path, 50)
    flip(outbox_backup.path_beside(path), 50)
    salvage = recovery.rebuild(path, KEY)
    assert (salvage.unsent, salvage.drafts, salvage.complete) == (0, 0, False)


def test_a_lost_log_brings_unsent_words_back_for_the_doctor_to_decide(tmp_path):
    path = tmp_path / "vault.db"
    Vault.open(path, KEY).close()
    before = path.read_bytes()
    write_all(path)
    path.write_bytes(before)
    vault = Vault.open(path, KEY)
    rows = asyncio.run(vault.read(outbox.entries))
    assert vault.restored == 3
    assert {(entry.state, entry.failure) for entry in rows} == {(Delivery.FAILED, RESTORED)}
    assert asyncio.run(vault.read(local_texts)) == ALL_WORDS
    vault.close()
    again = Vault.open(path, KEY)
    assert again.restored == 0
    again.close()


def test_what_was_sent_or_taken_back_does_not_return(tmp_path):
    path = tmp_path / "vault.db"
    write_all(path)
    vault = Vault.open(path, KEY)
    asyncio.run(vault.write(failures.discard, "one"))
    asyncio.run(
        vault.absorb(ingest, [make_arrived("第三条", 1001, origin_id="three", archive_id="z")])
    )
    asyncio.run(vault.write(drafts.put, Draft(ROOM, ""), 9))
    vault.close()
    again = Vault.open(path, KEY)
    assert again.restored == 0
    assert [entry.origin_id for entry in asyncio.run(again.read(outbox.entries))] == ["two"]
    assert asyncio.run(again.read(drafts.get, ROOM)).text == ""
    again.close()


def test_what_the_room_has_does_not_return_where_the_copy_was_late(tmp_path):
    """A full disk had the database take the echo, and the copy not."""
    path = tmp_path / "vault.db"
    write_all(path)
    copy = outbox_backup.path_beside(path)
    late = copy.read_bytes()
    vault = Vault.open(path, KEY)
    echo = make_arrived("第三条", 1001, origin_id="three", archive_id="z")
    asyncio.run(vault.absorb(ingest, [echo]))
    vault.close()
    copy.write_bytes(late)
    again = Vault.open(path, KEY)
    assert again.restored == 0
    assert "three" not in {entry.origin_id for entry in asyncio.run(again.read(outbox.entries))}
    again.close()


def test_a_kill_between_the_two_renames_leaves_the_new_one_to_be_found(tmp_path, healthy):
    path = put_files(tmp_path, healthy)
    new = opening.rebuilt_path(path)
    new.write_bytes(path.read_bytes())
    (tmp_path / "vault.db-wal").write_bytes(b"a log of the damaged one")
    path.unlink()
    connection = open_database(path, KEY)
    assert local_texts(connection) == ALL_WORDS
    connection.close()
    assert (tmp_path / "damaged-1" / "vault.db-wal").read_bytes() == b"a log of the damaged one"


def test_a_rebuild_that_cannot_finish_leaves_everything_in_place(tmp_path, healthy, monkeypatch):
    path = put_files(tmp_path, healthy)
    flip(path, 5 * PAGE_BYTES)
    before = path.read_bytes()
    monkeypatch.setattr(recovery, "migrate", full_disk)
    with pytest.raises(DiskFull):
        recovery.rebuild(path, KEY)
    assert path.read_bytes() == before
    monkeypatch.undo()
    assert recovery.rebuild(path, KEY).unsent == 3


@pytest.mark.parametrize("room", [1, 40])
def test_a_disk_that_fills_up_meanwhile_leaves_everything_in_place(
    tmp_path, healthy, monkeypatch, room
):
    """What the new file does not take is no damage of the old one: nothing is left out for it."""
    path = put_files(tmp_path, healthy)
    outbox_backup.path_beside(path).unlink()
    connection = open_database(path, KEY)
    for name in ("b.jpg", "c.jpg", "d.jpg"):
        files.keep(connection, bytes(25 * PAGE_BYTES), "image/jpeg", name)
    connection.close()
    before = path.read_bytes()

    def migrate(connection):
        migrations.migrate(connection)
        connection.pragma("max_page_count", connection.pragma("page_count") + room)

    monkeypatch.setattr(recovery, "migrate", migrate)
    with pytest.raises(DiskFull):
        recovery.rebuild(path, KEY)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("damaged*"))


def full_disk(_connection):
    raise DiskFull


def test_a_second_damage_does_not_overwrite_what_is_kept_of_the_first(tmp_path, healthy):
    path = put_files(tmp_path, healthy)
    first = recovery.rebuild(path, KEY).kept_at
    second = recovery.rebuild(path, KEY).kept_at
    assert first != second
    assert (first / "vault.db").read_bytes() == healthy["vault.db"]


def test_after_a_rebuild_the_conversation_comes_from_the_server_again(tmp_path, healthy):
    path = put_files(tmp_path, healthy)
    recovery.rebuild(path, KEY)
    connection = open_database(path, KEY)
    page = timelines.newest(connection, ROOM, 60)
    assert (page.messages, len(page.unsent)) == ((), 3)
    connection.close()


@pytest.mark.parametrize("is_of_earlier_build", [False, True])
def test_what_was_purged_stays_so_where_nothing_of_the_damaged_file_can_be_read(
    tmp_path, is_of_earlier_build
):
    path = tmp_path / "vault.db"
    vault = Vault.open(path, KEY)
    asyncio.run(vault.write(patient_data.purge, [ROOM]))
    vault.close()
    if is_of_earlier_build:
        backup = outbox_backup.open_alone(path, KEY)
        backup.execute("DROP TABLE backup.purged")
        backup.close()
        Vault.open(path, KEY).close()
    path.write_bytes(bytes(path.stat().st_size))
    recovery.rebuild(path, KEY)
    vault = Vault.open(path, KEY)
    assert asyncio.run(vault.read(purged_ids)) == {ROOM}
    vault.close()
