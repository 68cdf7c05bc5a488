"""A damaged database stands where it stood where the disk is too full for another one."""

import errno
from pathlib import Path

import apsw
import pytest

from tests.full_disk import small_disk
from tests.vault.damaged import put_files
from tests.vault.people import KEY
from workstation.domain.errors import DiskFull
from workstation.vault.engine.opening import open_database, rebuilt_path
from workstation.vault.rescue import health, outbox_backup, recovery
from workstation.vault.unsent import files


@pytest.mark.parametrize("megabytes", [2, 3, 4])
def test_a_disk_with_room_for_the_log_alone_leaves_everything_in_place(
    tmp_path, healthy, megabytes
):
    """The rows fit beside the damaged file, and not once more, from the log into the new one."""
    with small_disk(tmp_path / "disk", megabytes=12) as disk:
        path = put_files(disk.folder, healthy)
        outbox_backup.path_beside(path).unlink()
        connection = open_database(path, KEY)
        files.keep(connection, bytes(2 * 1024 * 1024), "image/jpeg", "b.jpg")
        connection.close()
        disk.fill(leave=megabytes * 1024 * 1024)
        before = {file.name: file.read_bytes() for file in disk.folder.iterdir()}
        with pytest.raises(DiskFull):
            recovery.rebuild(path, KEY)
        assert {file.name: file.read_bytes() for file in disk.folder.iterdir()} == before
        disk.make_room()
        assert recovery.rebuild(path, KEY).unsent == 3
        health.check(path, KEY)


def test_a_disk_that_is_full_while_the_damaged_file_is_opened_loses_nothing_of_it(
    tmp_path, healthy, monkeypatch
):
    """Opening writes the index of a log: what has no room for it is not unreadable."""
    with small_disk(tmp_path / "disk", megabytes=12) as disk:
        path = put_files(disk.folder, healthy)
        outbox_backup.path_beside(path).unlink()

        def open_while_full(place, key):
            if place != path:
                return open_database(place, key)
            disk.fill()
            try:
                return open_database(place, key)
            finally:
                disk.make_room()

        monkeypatch.setattr(recovery, "open_database", open_while_full)
        with pytest.raises(DiskFull):
            recovery.rebuild(path, KEY)
        monkeypatch.undo()
        assert recovery.rebuild(path, KEY).unsent == 3


@pytest.mark.parametrize("statement", ["SELECT value FROM main.preference", "SELECT * FROM outbox"])
def test_a_disk_that_is_full_while_the_damaged_file_is_read_loses_nothing_of_it(
    tmp_path, healthy, monkeypatch, statement
):
    path = put_files(tmp_path, healthy)

    def refuse(_cursor, text, _bindings):
        if text.startswith(statement):
            raise apsw.FullError
        return True

    def open_refusing(place, key):
        connection = open_database(place, key)
        if place == path:
            connection.exec_trace = refuse
        return connection

    monkeypatch.setattr(recovery, "open_database", open_refusing)
    with pytest.raises(DiskFull):
        recovery.rebuild(path, KEY)
    monkeypatch.undo()
    assert recovery.rebuild(path, KEY).unsent == 3


def test_a_disk_that_is_full_at_the_last_step_is_not_kept_full_by_what_was_built(
    tmp_path, healthy, monkeypatch
):
    """A folder for the damaged files takes a block of its own on most file systems."""
    path = put_files(tmp_path, healthy)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    def refuse(_folder):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(DiskFull):
        recovery.rebuild(path, KEY)
    monkeypatch.undo()
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    assert recovery.rebuild(path, KEY).unsent == 3


def test_what_a_kill_left_half_done_is_gone_before_another_is_built(tmp_path, healthy, monkeypatch):
    path = put_files(tmp_path, healthy)
    rebuilt_path(path).write_bytes(bytes(4096))
    seen = []

    def migrate(_connection):
        seen.append(rebuilt_path(path).exists())
        raise DiskFull

    monkeypatch.setattr(recovery, "migrate", migrate)
    with pytest.raises(DiskFull):
        recovery.rebuild(path, KEY)
    assert seen == [False]
    assert path.exists()
