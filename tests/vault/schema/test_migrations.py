"""Older databases become today's whole or not at all; newer ones are left alone."""

import shutil
from pathlib import Path

import pytest

from tests.fakes.archive import ROOM
from tests.vault.people import KEY, consultation
from workstation.domain.changes import Listed, Place
from workstation.domain.errors import NewerDatabase, StorageError
from workstation.vault.archive import unread
from workstation.vault.database import Vault
from workstation.vault.engine.opening import open_database, open_memory
from workstation.vault.lists import consultations, timelines
from workstation.vault.schema.migrations import STEPS, migrate
from workstation.vault.search import message_index, search
from workstation.vault.unsent import drafts

FILES = Path(__file__).parents[1] / "files"
OLD = sorted(FILES.glob("*.db"), key=lambda path: int(path.stem.removeprefix("version-")))


def test_there_is_a_file_of_every_older_version():
    assert [file.name for file in OLD] == [f"version-{n}.db" for n in range(1, len(STEPS))]


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_a_real_old_file_keeps_all_it_holds(tmp_path, old):
    path = tmp_path / "vault.db"
    shutil.copy(old, path)
    Vault.open(path, KEY).close()
    connection = open_database(path, KEY)
    assert connection.pragma("user_version") == len(STEPS)
    listed = consultations.in_place(connection, Place.IN_PROCESS)
    assert listed == (Listed(consultation(), Place.IN_PROCESS),)
    lines = timelines.newest(connection, ROOM, 60)
    assert [line.text for line in lines.messages] == ["手臂还是很痒", "药膏涂了吗", "涂了三天", ""]
    assert lines.messages[2].earlier == ("涂了两天",)
    assert lines.messages[3].retracted
    assert [line.text for line in lines.unsent] == ["明天来复诊"]
    assert drafts.get(connection, ROOM).text == "请注意"
    assert connection.execute("SELECT attempts FROM outbox").fetchall() == [(1,)]
    counted = "SELECT member_id, count(*) FROM message WHERE unread GROUP BY 1"
    unread_counts = connection.execute("SELECT member_id, number FROM unread_count").fetchall()
    assert unread_counts == connection.execute(counted).fetchall() != []
    assert_found(connection)
    while message_index.move(connection, 1):
        assert_found(connection)
    assert_found(connection)
    connection.close()


def assert_found(connection):
    """What these files hold is found, by the index they came with and by today's."""
    assert [line.text for line in search.search_all(connection, "三天")] == ["涂了三天"]
    assert [line.key for line in search.search_all(connection, "还是很")] == ["m1"]
    assert search.search_all(connection, "两天") == ()
    assert search.search_all(connection, "忽略") == ()


def test_a_newer_database_is_refused_and_unchanged(tmp_path):
    path = tmp_path / "vault.db"
    Vault.open(path, KEY).close()
    connection = open_database(path, KEY)
    connection.pragma("user_version", len(STEPS) + 1)
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NewerDatabase):
        Vault.open(path, KEY)
    assert path.read_bytes() == before


def test_a_foreign_database_is_refused():
    connection = open_memory()
    connection.pragma("user_version", 1)
    with pytest.raises(StorageError, match="not a vault"):
        migrate(connection)
    connection.close()


def test_a_step_that_breaks_leaves_the_version_before_it():
    connection = open_memory()

    def broken(inside):
        inside.execute("CREATE TABLE half (x)")
        raise LookupError

    assert migrate(connection) == len(STEPS)
    with pytest.raises(LookupError):
        migrate(connection, (*STEPS, broken))
    assert connection.pragma("user_version") == len(STEPS)
    assert connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchall() == []
    assert migrate(connection) == 0
    assert unread.clear(connection, ROOM, 0) is False
    connection.close()


@pytest.mark.parametrize("old", ["", "version-7.db"], ids=["new", "old"])
def test_two_programs_at_once_bring_it_there_together(tmp_path, old):
    """The check of IT beside the window, or a folder that takes no lock."""
    path = tmp_path / "vault.db"
    if old:
        shutil.copy(FILES / old, path)
    first, second = open_database(path, KEY), open_database(path, KEY)
    others = []

    def before_the_first_step(_, statement, __):
        if statement == "BEGIN IMMEDIATE" and not others:
            others.append(migrate(second))
        return True

    first.exec_trace = before_the_first_step
    migrate(first)
    assert others == [len(STEPS) - (7 if old else 0)]
    assert first.pragma("user_version") == len(STEPS)
    first.close()
    second.close()


def test_a_new_database_is_made_whole_or_not_at_all():
    connection = open_memory()

    def broken(_):
        raise LookupError

    with pytest.raises(LookupError):
        migrate(connection, (*STEPS, broken))
    assert connection.pragma("user_version") == 0
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    assert migrate(connection) == len(STEPS)
    connection.close()
