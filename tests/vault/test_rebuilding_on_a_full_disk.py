"""A damaged database stands where it stood where the disk is too full for another one."""

import pytest

from tests.full_disk import small_disk
from tests.vault.damaged import put_files
from tests.vault.people import KEY
from workstation.domain.errors import DiskFull
from workstation.vault import files, health, outbox_backup, recovery
from workstation.vault.opening import open_database


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
