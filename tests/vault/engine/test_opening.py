"""The file on disk is encrypted, and why it does not open is told apart."""

import subprocess
import sys

import pytest

from tests.vault.people import KEY, OTHER_KEY, furnish
from workstation.domain.errors import DatabaseBusy, DatabaseCorrupt, StorageError, WrongKey
from workstation.domain.message import MessageKind
from workstation.vault.database import Vault
from workstation.vault.engine import opening
from workstation.vault.engine.opening import (
    PAGES_KIB,
    assert_encrypted,
    fingerprint_path,
    open_database,
)
from workstation.vault.unsent import outbox

CANARY = "CANARY-皮疹-7f3a"


def test_nothing_readable_reaches_the_disk(tmp_path):
    path = tmp_path / "vault.db"
    connection = Vault.open(path, KEY)
    connection.close()
    writer = open_database(path, KEY)
    furnish(writer)
    outbox.add(writer, 7, CANARY, MessageKind.TEXT, CANARY, 1)
    leaks = [file for file in tmp_path.iterdir() if CANARY.encode() in file.read_bytes()]
    headers = [file.name for file in tmp_path.iterdir() if file.read_bytes()[:6] == b"SQLite"]
    names = {file.name for file in tmp_path.iterdir()}
    writer.close()
    assert (leaks, headers) == ([], [])
    assert {"vault.db", "vault.db-wal", "vault.db.own"} <= names


def test_a_plaintext_database_is_refused_and_left_as_it_is(tmp_path):
    import apsw

    path = tmp_path / "vault.db"
    plain = apsw.Connection(str(path))
    plain.execute("CREATE TABLE message (text)")
    plain.close()
    before = path.read_bytes()
    with pytest.raises(StorageError, match="not encrypted"):
        Vault.open(path, KEY)
    assert path.read_bytes() == before


def test_a_database_written_in_the_clear_is_noticed(tmp_path):
    path = tmp_path / "vault.db"
    path.write_bytes(opening.PLAIN_HEADER + bytes(4080))
    with pytest.raises(StorageError):
        assert_encrypted(path)


def test_a_foreign_key_is_a_wrong_key_and_changes_nothing(tmp_path):
    path = tmp_path / "vault.db"
    Vault.open(path, KEY).close()
    before = path.read_bytes()
    with pytest.raises(WrongKey):
        Vault.open(path, OTHER_KEY)
    assert path.read_bytes() == before
    Vault.open(path, KEY).close()


def test_a_damaged_first_page_is_damage_not_a_wrong_key(tmp_path):
    path = tmp_path / "vault.db"
    Vault.open(path, KEY).close()
    damage(path, 100)
    with pytest.raises(DatabaseCorrupt):
        Vault.open(path, KEY)


def test_without_the_fingerprint_doubt_is_not_called_damage(tmp_path):
    path = tmp_path / "vault.db"
    Vault.open(path, KEY).close()
    damage(path, 100)
    fingerprint_path(path).unlink()
    with pytest.raises(WrongKey):
        Vault.open(path, KEY)


def test_a_lost_fingerprint_is_made_again(tmp_path):
    path = tmp_path / "vault.db"
    Vault.open(path, KEY).close()
    fingerprint_path(path).write_bytes(b"nonsense")
    Vault.open(path, KEY).close()
    damage(path, 100)
    with pytest.raises(DatabaseCorrupt):
        Vault.open(path, KEY)


@pytest.mark.parametrize("version", ["3.51.2", "3.50.9", "3.7.0"])
def test_a_library_with_the_log_race_is_refused(version):
    with pytest.raises(StorageError, match="older"):
        opening.require_version(version)


@pytest.mark.parametrize("version", ["3.51.3", "3.52.0", "4.0"])
def test_the_floor_itself_and_above_are_accepted(version):
    opening.require_version(version)


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_key_has_thirty_two_bytes(tmp_path, size):
    with pytest.raises(ValueError, match="32"):
        open_database(tmp_path / "vault.db", bytes(size))
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_another_writer_holds_is_busy_not_damaged(tmp_path, monkeypatch):
    path = tmp_path / "vault.db"
    Vault.open(path, KEY).close()
    monkeypatch.setattr(opening, "BUSY_MS", 10)
    holder = open_database(path, KEY)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseBusy):
        Vault.open(path, KEY)
    holder.execute("ROLLBACK")
    holder.close()
    Vault.open(path, KEY).close()


def test_errors_tell_neither_texts_nor_the_key(tmp_path):
    path = tmp_path / "vault.db"
    Vault.open(path, KEY).close()
    with pytest.raises(WrongKey) as caught:
        Vault.open(path, OTHER_KEY)
    assert OTHER_KEY.hex() not in repr(caught.value)
    assert str(path) not in repr(caught.value)


def test_what_a_connection_holds_of_a_large_file_is_bounded(tmp_path):
    import apsw

    connection = open_database(tmp_path / "vault.db", KEY)
    connection.execute("CREATE TABLE large (content BLOB)")
    for _ in range(4):
        connection.execute("INSERT INTO large VALUES (zeroblob(?))", (PAGES_KIB * 512,))
    connection.execute("SELECT max(hex(content)) FROM large").fetchall()
    held, _ = connection.status(apsw.SQLITE_DBSTATUS_CACHE_USED)
    assert held <= 1.1 * PAGES_KIB * 1024
    connection.close()


def damage(path, offset):
    content = bytearray(path.read_bytes())
    content[offset] ^= 0x10
    path.write_bytes(content)


COUNTED = """
import apsw
from workstation.vault.engine.opening import open_memory
{before}
connection = open_memory()
connection.execute("CREATE TABLE message (text)")
print(apsw.status(apsw.SQLITE_STATUS_MEMORY_USED)[0])
"""


@pytest.mark.parametrize(
    ("before", "counts"), [("", False), ("other = apsw.Connection(':memory:')", True)]
)
def test_memory_is_not_counted_but_beside_a_connection_that_was_open(before, counts):
    program = COUNTED.format(before=before)
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    assert (int(done.stdout) > 0) is counts
