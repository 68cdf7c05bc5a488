"""What an administrator is told of a database: its size, and that it is damaged."""

import pytest

from tests.vault.people import KEY, furnish
from workstation.domain.errors import DatabaseCorrupt, NewerDatabase
from workstation.vault.engine.opening import open_database
from workstation.vault.rescue import health
from workstation.vault.schema.migrations import STEPS, migrate


def test_a_databases_size_is_that_of_its_file(tmp_path):
    path = tmp_path / "vault.db"
    connection = open_database(path, KEY)
    migrate(connection)
    furnish(connection)
    connection.close()
    health_now = health.check(path, KEY)
    assert health_now.size == path.stat().st_size
    assert health_now.rows["consultation"] > 0
    with_room = open_database(path, KEY)
    assert health.size(with_room) == health_now.size
    with_room.close()


def test_a_damaged_database_is_not_called_healthy(tmp_path):
    connection = open_database(tmp_path / "vault.db", KEY)
    connection.execute("CREATE TABLE t (x); INSERT INTO t VALUES (NULL)")
    connection.pragma("writable_schema", 1)
    connection.execute("UPDATE sqlite_schema SET sql = 'CREATE TABLE t (x NOT NULL)'")
    connection.pragma("writable_schema", "RESET")
    with pytest.raises(DatabaseCorrupt):
        health.examine(connection)
    connection.close()


def test_an_index_that_says_something_else_than_its_table_is_damage(tmp_path):
    """As in a copy of two moments; each page reads, and as many entries are there."""
    path = tmp_path / "vault.db"
    connection = open_database(path, KEY)
    connection.execute("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2)")
    connection.execute("CREATE INDEX i ON t (a)")
    connection.close()
    health.check_every_entry(path, KEY)
    connection = open_database(path, KEY)
    connection.pragma("writable_schema", 1)
    connection.execute("UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t (b)' WHERE name = 'i'")
    connection.pragma("writable_schema", "RESET")
    connection.close()
    health.check(path, KEY)
    with pytest.raises(DatabaseCorrupt):
        health.check_every_entry(path, KEY)


def test_what_an_earlier_version_would_set_aside_is_told_before(tmp_path):
    """IT goes back a version, and asks the check before a doctor finds it out."""
    path = tmp_path / "vault.db"
    connection = open_database(path, KEY)
    migrate(connection)
    connection.pragma("user_version", len(STEPS) + 1)
    connection.close()
    with pytest.raises(NewerDatabase):
        health.check_for_this_program(path, KEY)
    assert health.check(path, KEY).schema > len(STEPS)
