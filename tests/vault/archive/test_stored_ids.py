"""A batch asks once which of its messages may be here, and misses none that is."""

from tests.fakes.archive import ROOM, make_arrived
from tests.vault.archive.lines import lines_of
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.stored_ids import StoredIds


def test_what_is_here_may_be_here_by_either_id(database):
    ingest(database, [make_arrived("说", origin_id="one", archive_id="a1")])
    same_entry = make_arrived("说", origin_id="other", archive_id="a1")
    same_origin = make_arrived("说", origin_id="one", archive_id="a2")
    new = make_arrived("说", origin_id="two", archive_id="a3")
    stored = StoredIds(database, [same_entry, same_origin, new])
    assert [stored.may_have(each) for each in (same_entry, same_origin, new)] == [True, True, False]


def test_what_is_taken_in_may_be_here_from_then_on(database):
    new = make_arrived("说", origin_id="two", archive_id="a3")
    stored = StoredIds(database, [new])
    stored.add(new)
    assert stored.may_have(new)


def test_of_what_it_was_not_asked_anything_may_be_here(database):
    assert StoredIds(database, arrived=()).may_have(
        make_arrived("说", origin_id="two", archive_id="a3")
    )


def test_a_second_copy_in_one_batch_is_no_second_message(database):
    first = make_arrived("说", origin_id="one", archive_id="a1")
    again = make_arrived("说", origin_id="one", archive_id="a2")
    renamed = make_arrived("说", origin_id="three", archive_id="a1")
    without = make_arrived("又", origin_id="two")
    ingest(database, [first, again, renamed, first, without, without])
    assert [line.text for line in lines_of(database)] == ["说", "又"]


def test_the_same_ids_of_two_rooms_are_two_messages(database):
    here, there = (
        make_arrived("说", consultation_id=room, archive_id="a1") for room in (ROOM, ROOM + 1)
    )
    ingest(database, [here, there])
    count = database.execute("SELECT count(*) FROM message").fetchone()
    assert count == (2,)
