"""No question asked for each message, page or row walks a whole conversation."""

import pytest

from tests.fakes.archive import ME, PATIENT, ROOM, make_arrived
from tests.vault.people import consultation
from workstation.domain.changes import Listed, Place
from workstation.domain.events import Displayed, Joined
from workstation.domain.message import MessageKind
from workstation.vault import consultations, members, outbox, search, summaries, timelines
from workstation.vault.archive import unread
from workstation.vault.archive.ingest import ingest

COUNTS = (200, 2_000)

WORK = {
    "a live message": lambda c, _: ingest(c, [make_arrived("new", archive_id="new")]),
    "an echo": lambda c, _: ingest(c, [make_arrived("new", ME, origin_id="o", archive_id="new")]),
    "a copy": lambda c, n: ingest(c, [make_arrived(f"{n // 2}", archive_id=f"a{n // 2}")]),
    "a correction": lambda c, n: ingest(
        c, [make_arrived("fix", replaces=f"id-{n // 2}", archive_id="fix")]
    ),
    "a marker by the sender's id": lambda c, n: ingest(
        c, [Displayed(ROOM, PATIENT, f"id-{n - 1}")]
    ),
    "a join": lambda c, _: ingest(c, [Joined(ROOM, archives=True, visit=1)]),
    "the newest page": lambda c, _: timelines.newest(c, ROOM, 20),
    "an older page": lambda c, _: timelines.older(c, ROOM, 100, 20),
    "a newer page": lambda c, n: timelines.newer(c, ROOM, n - 100, 20),
    "the summary": lambda c, _: summaries.of_room(c, ROOM),
    "the first unread": lambda c, _: timelines.first_unread(c, ROOM),
    "a rare word in all conversations": lambda c, n: search.search_all(c, f"{n - 1}", 3),
    "a message to send": lambda c, _: outbox.add(c, ROOM, "o1", MessageKind.TEXT, "x", 1),
}


def filled(database, count):
    ingest(database, [make_arrived(f"{n}", archive_id=f"a{n}") for n in range(count)])
    unread.mark_seen(database, ROOM, count - 3)


def steps(database, work):
    """How many instructions of its virtual machine the database runs for it."""
    counted = [0]

    def count():
        counted[0] += 1
        return False

    database.set_progress_handler(count, 1)
    try:
        work()
    finally:
        database.set_progress_handler(None)
    return counted[0]


def test_the_summaries_of_all_grow_neither_with_what_was_said_nor_with_their_square(
    fresh_databases,
):
    needed = []
    for count, rooms, database in zip(COUNTS, (20, 200), fresh_databases, strict=True):
        members.set_me(database, ME)
        for room in range(ROOM, ROOM + rooms):
            consultations.put(database, Listed(consultation(room), Place.IN_PROCESS))
        filled(database, count)
        needed.append(steps(database, lambda d=database: summaries.queue(d)) / rooms)
    assert needed[1] < 1.5 * needed[0], needed


@pytest.mark.parametrize("name", WORK)
def test_the_work_does_not_grow_with_the_conversation(name, fresh_databases):
    needed = []
    for count, database in zip(COUNTS, fresh_databases, strict=True):
        filled(database, count)
        needed.append(steps(database, lambda c=count, d=database: WORK[name](d, c)))
    assert needed[1] < 1.5 * needed[0] + 200, needed
