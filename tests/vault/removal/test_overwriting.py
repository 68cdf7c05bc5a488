"""What is deleted once something was overwritten is overwritten as well."""

import pytest

from tests.vault.pages import read_pages
from tests.vault.people import KEY
from workstation.vault.engine.opening import open_database
from workstation.vault.overwriting import Overwriting
from workstation.vault.rescue import outbox_backup
from workstation.vault.schema.migrations import migrate
from workstation.vault.unsent import files

SCHEMAS = ("main", "backup")
PHOTO = b"photograph" * 9000


@pytest.fixture
def connection(tmp_path):
    path = tmp_path / "vault.db"
    connection = open_database(path, KEY)
    migrate(connection)
    outbox_backup.attach(connection, path, KEY)
    yield connection
    connection.close()


def modes(connection) -> list[int]:
    """How each of the two files deletes."""
    return [connection.pragma("secure_delete", schema=schema) for schema in SCHEMAS]


def test_afterwards_both_files_delete_as_before(connection):
    before = modes(connection)
    with Overwriting(connection):
        assert modes(connection) == [1, 1]
    assert modes(connection) == before


def test_a_photo_that_was_sent_after_a_purge_leaves_nothing_in_either_file(connection, tmp_path):
    with Overwriting(connection):
        pass
    photo = files.keep(connection, PHOTO, "image/jpeg", "x.jpg")
    connection.wal_checkpoint()
    files.release(connection, photo.file_id)
    connection.close()
    vault = tmp_path / "vault.db"
    backup = outbox_backup.path_beside(vault)
    for path, key in ((vault, KEY), (backup, outbox_backup.backup_key(KEY))):
        assert b"photograph" not in read_pages(path, key)
