"""What a run had in memory moves to the disk: a new vault takes every row as it is."""

from tests.fakes.archive import ROOM, make_arrived
from tests.vault.people import KEY
from workstation.domain.changes import Draft
from workstation.domain.message import MessageKind
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import summaries
from workstation.vault.engine.opening import open_database
from workstation.vault.rescue import memory_move
from workstation.vault.schema.migrations import migrate
from workstation.vault.search import search
from workstation.vault.unsent import drafts, outbox


def test_an_unwritten_database_takes_everything_as_it_is(tmp_path, database):
    ingest(database, [make_arrived(f"words {n}", archive_id=f"a{n}") for n in range(9)])
    outbox.add(database, ROOM, "one", MessageKind.TEXT, "one", 1)
    drafts.put(database, Draft(ROOM, "begun", 5), 5)
    disk = open_database(tmp_path / "vault.db", KEY)
    migrate(disk)
    assert memory_move.is_empty(disk)
    everything = memory_move.read_everything(database)
    with disk:
        memory_move.put_everything(disk, everything)
    assert memory_move.read_everything(disk) == everything
    assert len(search.search_conversation(disk, ROOM, "words 3")) == 1
    assert summaries.of_room(disk, ROOM).unread == 9
    assert not memory_move.is_empty(disk)
    disk.close()
