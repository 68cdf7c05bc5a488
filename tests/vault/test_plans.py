"""No question asked for each message, page or row walks a whole conversation.

Something is quoted in each, so that every line is asked for what quotes it. Of ten messages one
corrects what is not here, so that each is asked for what waits for it; one is a picture, and of one
nobody knows yet who wrote it.
"""

import functools
from collections.abc import Iterator

import pytest

from tests.fakes.archive import ME, PATIENT, ROOM, make_arrived
from tests.vault.people import consultation, copy_of, furnished_vault
from workstation.domain.changes import Listed, Place
from workstation.domain.events import Displayed, Joined
from workstation.domain.message import MessageKind, Quote
from workstation.vault.archive import pages, unread
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import members, summaries
from workstation.vault.lists import consultations, timelines
from workstation.vault.search import search
from workstation.vault.unsent import outbox

COUNTS = (200, 2_000)
MAX_MORE_STEPS = 400
"""By which one question may cost more in the longer of the two: its indexes are deeper."""

WORK = {
    "a live message": lambda c, _: ingest(c, [make_arrived("new", archive_id="new")]),
    "an echo": lambda c, _: ingest(c, [make_arrived("new", ME, origin_id="o", archive_id="new")]),
    "a copy": lambda c, n: ingest(c, [make_arrived(f"{n // 2}", archive_id=f"a{n // 2}")]),
    "a correction": lambda c, n: ingest(
        c, [make_arrived("fix", replaces=f"id-{n // 2}", archive_id="fix")]
    ),
    "a quote": lambda c, n: ingest(
        c, [make_arrived("why", archive_id="why", quote=Quote(f"a{n // 2}", f"{n // 2}"))]
    ),
    "a marker by the sender's id": lambda c, n: ingest(
        c, [Displayed(ROOM, PATIENT, f"id-{n - 1}")]
    ),
    "a speaker that is known later": lambda c, n: ingest(
        c, [make_arrived(f"{n - 5}", archive_id=f"a{n - 5}")]
    ),
    "a join": lambda c, _: ingest(c, [Joined(ROOM, archives=True, visit=1)]),
    "what to ask after a join": lambda c, _: pages.first_requests(c, [ROOM]),
    "the newest page": lambda c, _: timelines.newest(c, ROOM, 20),
    "an older page": lambda c, _: timelines.older(c, ROOM, 100, 20),
    "a newer page": lambda c, n: timelines.newer(c, ROOM, n - 100, 20),
    "the summary": lambda c, _: summaries.of_room(c, ROOM),
    "the first unread": lambda c, _: timelines.first_unread(c, ROOM),
    "the first that are unread": lambda c, _: timelines.unread_places(c, ROOM, 100),
    "the end is read": lambda c, _: unread.mark_seen(c, ROOM, 1 << 40),
    "the markers that are owed": lambda c, _: unread.owed_markers(c),
    "a rare word in all conversations": lambda c, _: search.search_all(c, "wh", 3),
    "a message to send": lambda c, _: outbox.add(c, ROOM, "o1", MessageKind.TEXT, "x", 1),
}


@pytest.fixture
def conversations() -> Iterator[dict[int, object]]:
    """Databases by how much was said in their one conversation."""
    made = {count: copy_of(filled(count)) for count in COUNTS}
    yield made
    for connection in made.values():
        connection.close()


def numbered(number):
    """The messages of these conversations: most of them texts of the patient."""
    text, archive_id = f"{number}", f"a{number}"
    match number % 10:
        case 3:
            return make_arrived(text, archive_id=archive_id, replaces=f"gone-{number}")
        case 5:
            return make_arrived(text, None, archive_id=archive_id)
        case 6:
            return make_arrived(text, archive_id=archive_id, kind=MessageKind.IMAGE)
    return make_arrived(text, archive_id=archive_id)


@functools.cache
def filled(count):
    """Copied by each test: to fill it takes a thousand times longer."""
    database = furnished_vault()
    ingest(database, [numbered(n) for n in range(count)])
    ingest(database, [make_arrived("what", archive_id="what", quote=Quote("a7", "7"))])
    unread.mark_seen(database, ROOM, count - 3)
    return database


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


def test_the_summaries_of_all_grow_neither_with_what_was_said_nor_with_their_square(conversations):
    needed = []
    for rooms, database in zip((20, 200), conversations.values(), strict=True):
        members.set_me(database, ME)
        for room in range(ROOM, ROOM + rooms):
            consultations.put(database, Listed(consultation(room), Place.IN_PROCESS))
        needed.append(steps(database, lambda d=database: summaries.queue(d)) / rooms)
    assert needed[1] < 1.5 * needed[0], needed


@pytest.mark.parametrize("name", WORK)
def test_the_work_does_not_grow_with_the_conversation(name, conversations):
    needed = [
        steps(database, lambda c=count, d=database: WORK[name](d, c))
        for count, database in conversations.items()
    ]
    assert needed[1] < needed[0] + MAX_MORE_STEPS, needed


def test_no_statement_is_prepared_again_for_another_value(database):
    import apsw

    again = []

    def note(event):
        if event["stmt_status"]["SQLITE_STMTSTATUS_REPREPARE"]:
            again.append(event["sql"])

    database.trace_v2(apsw.SQLITE_TRACE_PROFILE, note)
    for number in range(20, 23):
        say = [make_arrived(f"{n}", archive_id=f"{number}-{n}") for n in range(number)]
        ingest(database, [*say, Displayed(ROOM, PATIENT, f"id-{number}")])
        for name in sorted(WORK):
            WORK[name](database, number)
    database.trace_v2(0, None)
    assert again == []
