"""The second file of unsent words has a key of its own, and holds up nothing when damaged."""

import asyncio
from pathlib import Path

import apsw
import pytest

from tests.fakes.archive import ROOM
from tests.vault.people import KEY, furnish
from workstation.domain.errors import StorageError
from workstation.domain.message import MessageKind
from workstation.vault.database import Vault
from workstation.vault.engine.opening import open_database
from workstation.vault.rescue import outbox_backup
from workstation.vault.schema.migrations import migrate
from workstation.vault.unsent import outbox


def write(path: Path) -> None:
    """A vault with two unsent messages."""
    vault = Vault.open(path, KEY)
    asyncio.run(vault.write(fill))
    vault.close()


def fill(connection) -> None:
    furnish(connection)
    outbox.add(connection, ROOM, "one", MessageKind.TEXT, "第一条", 1)
    outbox.add(connection, ROOM, "two", MessageKind.TEXT, "第二条", 2)


def texts(path: Path) -> list[str]:
    connection = open_database(path, KEY)
    outbox_texts = [entry.text for entry in outbox.entries(connection)]
    connection.close()
    return outbox_texts


def test_no_page_of_the_one_file_is_taken_for_one_of_the_other(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    write(path)
    own = outbox_backup.path_beside(path)
    with pytest.raises(StorageError):
        open_database(own, KEY)
    open_database(own, outbox_backup.backup_key(KEY)).close()
    assert outbox_backup.backup_key(KEY) != KEY


def test_the_log_of_a_damaged_second_file_goes_aside_with_it(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    write(path)
    own = outbox_backup.path_beside(path)
    own.write_bytes(b"\0" * 8192)
    own.with_name(own.name + "-wal").write_bytes(b"a log of before")
    vault = Vault.open(path, KEY)
    vault.close()
    assert texts(path) == ["第一条", "第二条"]
    assert {file.name for file in tmp_path.glob("outbox-backup-damaged-*")} >= {
        "outbox-backup-damaged-1"
    }


def test_a_copy_that_cannot_be_made_level_holds_up_no_write(tmp_path: Path) -> None:
    """As on a full disk: the next write begins a transaction of its own."""
    path = tmp_path / "vault.db"
    connection = open_database(path, KEY)
    migrate(connection)
    outbox_backup.attach(connection, path, KEY)
    connection.execute("DROP TABLE backup.purged")
    with pytest.raises(apsw.SQLError):
        outbox_backup.synchronise(connection)
    assert not connection.in_transaction
    connection.close()
