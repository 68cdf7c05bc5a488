"""Places between neighbours that leave none: what stands side by side moves, the order stays."""

from dataclasses import replace

import pytest

from tests.fakes.archive import ME, PATIENT, ROOM, Archive, make_arrived
from workstation.domain.events import Displayed
from workstation.vault.archive import cursors, gaps, order
from workstation.vault.archive.cursors import Cursor
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import PageRequest
from workstation.vault.conversation import messages

OTHER = ROOM + 1


@pytest.fixture
def crowded(database):
    """Four messages side by side, a gap right after them, and the same in another room."""
    for room in (ROOM, OTHER):
        for place in range(10, 14):
            text = f"{place}"
            arrived = make_arrived(text, consultation_id=room, archive_id=text)
            messages.insert(database, [(arrived, place, False)])
        gaps.add(database, room, 14, loadable=True)
        cursors.put(database, room, Cursor("12", 12, 1_000))
    return database


def order_of(connection, room: int) -> list[tuple[int, str]]:
    rows = connection.execute(
        "SELECT position, text FROM message WHERE consultation_id = ?1"
        " UNION ALL SELECT position, 'gap' FROM gap WHERE consultation_id = ?1"
        " UNION ALL SELECT position, 'cursor' FROM cursor WHERE consultation_id = ?1"
        " ORDER BY position, text",
        (room,),
    )
    return list(rows)


def test_above_a_message_what_follows_moves_up(crowded):
    before = order_of(crowded, OTHER)
    assert order.free_above(crowded, ROOM, 11) == (12, True)
    moved = order.SPACING
    assert order_of(crowded, ROOM) == [
        (10, "10"),
        (11, "11"),
        (12 + moved, "12"),
        (12 + moved, "cursor"),
        (13 + moved, "13"),
        (14 + moved, "gap"),
    ]
    assert order_of(crowded, OTHER) == before


def test_below_a_message_what_precedes_moves_down(crowded):
    before = order_of(crowded, OTHER)
    assert order.free_below(crowded, ROOM, 13) == (12, True)
    moved = order.SPACING
    assert order_of(crowded, ROOM) == [
        (10 - moved, "10"),
        (11 - moved, "11"),
        (12 - moved, "12"),
        (12 - moved, "cursor"),
        (13, "13"),
        (14, "gap"),
    ]
    assert order_of(crowded, OTHER) == before


def test_a_gap_takes_a_place_as_well(crowded):
    assert order.free_above(crowded, ROOM, 13) == (14, True)
    assert order_of(crowded, ROOM)[-1] == (14 + order.SPACING, "gap")


def keep(connection, *places: int) -> None:
    for place in places:
        text = f"{place}"
        messages.insert(connection, [(make_arrived(text, archive_id=text), place, False)])


def test_what_moves_takes_no_place_that_another_has_not_left_yet(database):
    """Three side by side, and one free place for them to move to."""
    keep(database, 1, 2, 3, 4, 6)
    assert order.free_above(database, ROOM, 1) == (2, True)
    assert order_of(database, ROOM) == [(1, "1"), (3, "2"), (4, "3"), (5, "4"), (6, "6")]
    assert order.free_below(database, ROOM, 6) == (5, True)
    assert order_of(database, ROOM) == [(1, "1"), (2, "2"), (3, "3"), (4, "4"), (6, "6")]


def test_what_stands_beyond_a_free_place_stays(database):
    """However long a conversation is, a message lost at its end moves its neighbours only."""
    keep(database, *range(1, 100), *range(200, 203))
    before = database.total_changes()
    assert order.free_below(database, ROOM, 202) == (201, True)
    assert [place for place, _ in order_of(database, ROOM)[97:]] == [98, 99, 150, 151, 202]
    assert database.total_changes() - before == 2
    assert order.free_above(database, ROOM, 97) == (98, True)
    assert [place for place, _ in order_of(database, ROOM)[97:100]] == [123, 124, 150]


@pytest.mark.parametrize("upward", [True, False])
@pytest.mark.parametrize("is_cursor", [True, False])
def test_nothing_overtakes_the_cursor_or_what_is_proven(database, upward: bool, is_cursor: bool):
    """Both may stand where no message is: at a marker's place."""
    step = 1 if upward else -1
    make_room = order.free_above if upward else order.free_below
    keep(database, 0, step, 2 * step)
    gaps.add(database, ROOM, 900, loadable=True)
    (gap,) = gaps.of_room(database, ROOM)
    if is_cursor:
        cursors.put(database, ROOM, Cursor("x", 5 * step, 1_000))
    else:
        gaps.reach_down(database, gap.gap_id, "x", 5 * step)
    assert make_room(database, ROOM, 0) == (step, True)
    texts = {text: place for place, text in order_of(database, ROOM)}
    assert (texts[f"{step}"], texts[f"{2 * step}"]) == (2 * step, 3 * step)
    assert (texts["cursor"] if is_cursor else gaps.floor(database, gap)) == 5 * step


def test_the_end_of_what_is_proven_is_free_from_below_and_taken_from_above(database):
    """Where it has no row; upward it stays, as what follows in the walk is not proven."""
    keep(database, 0, 2)
    cursors.put(database, ROOM, Cursor("x", 1, 1_000))
    assert order.free_beside(database, ROOM, 0, upward=True) == range(1, 2)
    assert order.free_above(database, ROOM, 0) == (1, False)
    assert cursors.get(database, ROOM).position == 1
    assert order.free_beside(database, ROOM, 2, upward=False) == range(2, 2)
    assert order.free_below(database, ROOM, 2) == (1, True)
    assert cursors.get(database, ROOM).position < 1


def test_where_there_is_room_nothing_moves(crowded):
    before = order_of(crowded, ROOM)
    assert order.free_below(crowded, ROOM, 10) == (9, False)
    assert order.free_above(crowded, ROOM, 14) == (15, False)
    assert order_of(crowded, ROOM) == before


def test_what_lies_before_a_read_message_is_read_although_all_moved(crowded):
    """A server that kept words back, and told them only in its archive."""
    crowded.execute("DELETE FROM message WHERE text = '11' AND consultation_id = ?", (ROOM,))
    gaps.add(crowded, ROOM, 11, loadable=True)
    ingest(crowded, [Displayed(ROOM, ME, "13", live=True, archive_id=None)])
    archive = Archive()
    for text in ("10", "x", "12", "y", "z", "13"):
        archive.add(make_arrived(text))
    archive.items = [(item.text, replace(item, archive_id=item.text)) for _, item in archive.items]
    request = PageRequest(ROOM, after="10")
    ingest(crowded, [archive.page(request, 10)], {"q": request})
    rows = crowded.execute(
        "SELECT text, unread FROM message WHERE consultation_id = ? ORDER BY position", (ROOM,)
    )
    assert list(rows) == [("10", 0), ("x", 0), ("12", 0), ("y", 0), ("z", 0), ("13", 0)]


def test_what_is_read_below_a_loss_is_unread_although_all_moved(crowded):
    """Where the doctor had read to was looked up before the mark made its room."""
    crowded.execute("DELETE FROM message WHERE text = '11' AND consultation_id = ?", (ROOM,))
    cursors.put(crowded, ROOM, Cursor("10", 10, 1_000))
    gaps.add(crowded, ROOM, 11, loadable=True)
    ingest(crowded, [Displayed(ROOM, ME, "10", live=True, archive_id=None)])
    archive = Archive(items=[("11", make_arrived("x"))], forgiving=True)
    request = PageRequest(ROOM, before="13", expected="12")
    read = Displayed(ROOM, PATIENT, "10", live=True, archive_id=None)
    ingest(crowded, [read, archive.page(request, 10)], {"q": request})
    rows = crowded.execute(
        "SELECT text, unread FROM message WHERE consultation_id = ? ORDER BY position", (ROOM,)
    )
    assert list(rows) == [("10", 0), ("x", 1), ("12", 0), ("13", 0)]
    assert [gap.loadable for gap in gaps.of_room(crowded, ROOM)] == [False, False, True]
