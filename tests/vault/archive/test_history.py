"""A conversation that is over, read page by page on any computer: the same as read at once."""

from dataclasses import dataclass, field

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, Archive, make_arrived
from tests.vault.indexed import indexed_pairs
from tests.vault.people import consultation, furnish
from workstation.domain.changes import Listed, Place
from workstation.domain.events import Arrived, Displayed, Joined
from workstation.vault.archive import cursors, gaps, pages, unread
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import RequestReason, gap_request
from workstation.vault.conversation import summaries
from workstation.vault.engine.opening import open_memory
from workstation.vault.lists import consultations, timelines
from workstation.vault.removal import patient_data
from workstation.vault.schema.migrations import migrate

ENOUGH = 400


@dataclass
class Computer:
    """A doctor's computer, and what it has of one room; ``news`` is all it was told to announce."""

    archive: Archive
    news: list = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection = open_memory()
        migrate(self.connection)
        furnish(self.connection)

    def hear(self, item: Arrived | Displayed) -> None:
        ingest(self.connection, [item])

    def join(self, limit: int) -> None:
        """Be there live, and catch up with so many entries a page; how far does not matter."""
        ingest(self.connection, [Joined(ROOM, archives=True, visit=1)])
        self.apply(pages.first_request(self.connection, ROOM), limit)

    def list_in(self, place: Place) -> None:
        consultations.put(self.connection, Listed(consultation(), place))

    def read_newest(self, limit: int) -> None:
        self.follow(pages.history_request(self.connection, ROOM), limit)

    def load(self, which: int, limit: int) -> bool:
        """Read one page into one of the gaps; false where nothing is missing."""
        open_gaps = [each for each in gaps.of_room(self.connection, ROOM) if each.loadable]
        if open_gaps:
            gap = open_gaps[which % len(open_gaps)]
            self.follow(gap_request(gap).for_history(), limit)
        return bool(open_gaps)

    def follow(self, request, limit: int) -> None:
        step = self.apply(request, limit)
        while step.request is not None and step.reason is RequestReason.VERIFY:
            assert step.request.history
            step = self.apply(step.request, limit)

    def apply(self, request, limit: int):
        done = ingest(self.connection, [self.archive.page(request, limit)], {"q": request})
        self.news += done.changes.news if request.history else ()
        return done.steps["q"]

    def read_all(self, limit: int) -> None:
        self.read_newest(limit)
        for _ in range(ENOUGH):
            if not self.load(-1, limit):
                return
        pytest.fail("never whole")

    @property
    def transcript(self) -> list[tuple]:
        page = timelines.newest(self.connection, ROOM, 10_000)
        return [
            (line.text, line.earlier, line.retracted, line.speaker.member_id)
            for line in page.messages
        ]

    @property
    def unread(self) -> int:
        return summaries.of_room(self.connection, ROOM).unread


class Conversation:
    """What was said while the consultation was in process; each word has a number."""

    def __init__(self) -> None:
        self.archive, self.texts = Archive(), []

    def say(self, who: int) -> Arrived:
        self.texts.append((f"{len(self.texts)}", who))
        return self.archive.add(make_arrived(*self.texts[-1]))

    def amend(self, which: int, *, withdrawn: bool) -> Arrived | None:
        if not self.texts:
            return None
        text, who = self.texts[which % len(self.texts)]
        number = len(self.archive.items)
        named = {"retracts" if withdrawn else "replaces": f"id-{text}"}
        words = "" if withdrawn else f"{text}'{number}"
        return self.archive.add(make_arrived(words, who, origin_id=f"fix-{number}", **named))

    def mark(self, who: int) -> Displayed | None:
        read = [item for _, item in self.archive.items if isinstance(item, Arrived)]
        return self.archive.add(Displayed(ROOM, who, read[-1].archive_id)) if read else None


WORDS = st.one_of(
    st.tuples(st.just("say"), st.sampled_from([ME, PATIENT, COLLEAGUE])),
    st.tuples(st.just("say"), st.sampled_from([ME, PATIENT, COLLEAGUE])),
    st.tuples(st.just("correct"), st.integers(0, 9)),
    st.tuples(st.just("withdraw"), st.integers(0, 9)),
    st.tuples(st.just("mark"), st.sampled_from([ME, PATIENT])),
)
PRESENCE = st.tuples(st.sampled_from(["join", "leave"]), st.integers(1, 4))
READING = st.tuples(st.sampled_from(["newest", "gap"]), st.integers(0, 5), st.integers(2, 5))


def play(conversation: Conversation, step: tuple) -> Arrived | Displayed | None:
    match step:
        case ("say", who):
            return conversation.say(who)
        case ("correct", which):
            return conversation.amend(which, withdrawn=False)
        case ("withdraw", which):
            return conversation.amend(which, withdrawn=True)
        case (_, who):
            return conversation.mark(who)


@example(
    [*[("say", PATIENT)] * 3, ("join", 3), ("leave", 1), *[("say", PATIENT)] * 3, ("join", 1)],
    [("gap", 0, 2)],
)
@settings(max_examples=60)
@given(st.lists(st.one_of(WORDS, WORDS, PRESENCE), max_size=40), st.lists(READING, max_size=12))
def test_any_order_of_pages_gives_what_reading_at_once_gives(lived: list, read: list) -> None:
    conversation, present = Conversation(), False
    computer = Computer(conversation.archive)
    for step in lived:
        if step[0] == "join":
            present = True
            computer.join(step[1])
        elif step[0] == "leave":
            present = False
        elif (item := play(conversation, step)) is not None and present:
            computer.hear(item)
    computer.list_in(Place.HISTORY)
    cursor, owed = cursors.get(computer.connection, ROOM), unread.owed_markers(computer.connection)
    unread_before = computer.unread
    for kind, which, limit in read:
        if kind == "newest":
            computer.read_newest(limit)
        else:
            computer.load(which, limit)
    computer.read_all(3)
    other = Computer(conversation.archive)
    other.list_in(Place.HISTORY)
    other.read_all(1_000)
    assert computer.transcript == other.transcript
    assert not any(each.loadable for each in gaps.of_room(computer.connection, ROOM))
    assert computer.news == other.news == []
    assert (computer.unread <= unread_before, other.unread) == (True, 0)
    assert unread.owed_markers(computer.connection) == owed
    after = cursors.get(computer.connection, ROOM)
    assert cursor is None or after.archive_id == cursor.archive_id


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_page_that_ends_between_a_message_and_its_change_ends_right(withdrawn: bool) -> None:
    conversation = Conversation()
    conversation.say(PATIENT)
    conversation.say(COLLEAGUE)
    conversation.amend(0, withdrawn=withdrawn)
    computer = Computer(conversation.archive)
    computer.list_in(Place.HISTORY)
    computer.read_newest(2)
    assert len(gaps.of_room(computer.connection, ROOM)) == 1
    computer.read_all(2)
    first, second = computer.transcript
    assert first[1:3] == (("0",), withdrawn)
    assert second[0] == "1"


def test_reading_again_what_is_whole_marks_nothing() -> None:
    conversation = Conversation()
    for _ in range(9):
        conversation.say(PATIENT)
    computer = Computer(conversation.archive)
    computer.list_in(Place.HISTORY)
    computer.read_all(2)
    computer.read_newest(2)
    assert gaps.of_room(computer.connection, ROOM) == ()


@pytest.mark.parametrize("place", [Place.IN_PROCESS, Place.GONE, None])
def test_a_page_that_comes_when_the_history_has_it_no_more_is_not_kept(place) -> None:
    conversation = Conversation()
    conversation.say(PATIENT)
    computer = Computer(conversation.archive)
    computer.list_in(Place.HISTORY)
    request = pages.history_request(computer.connection, ROOM)
    if place is None:
        consultations.forget(computer.connection, [ROOM])
    else:
        computer.list_in(place)
    computer.apply(request, 9)
    assert computer.transcript == []
    assert cursors.get(computer.connection, ROOM) is None
    assert pages.history_request(computer.connection, ROOM) is None


def test_a_consultation_that_begins_again_goes_on_where_it_was_heard() -> None:
    conversation = Conversation()
    computer = Computer(conversation.archive)
    conversation.say(PATIENT)
    computer.join(9)
    for _ in range(6):
        conversation.say(PATIENT)
    computer.list_in(Place.HISTORY)
    computer.read_newest(3)
    computer.list_in(Place.IN_PROCESS)
    conversation.say(COLLEAGUE)
    ingest(computer.connection, [Joined(ROOM, archives=True, visit=2)])
    request = pages.first_request(computer.connection, ROOM)
    while request is not None:
        request = computer.apply(request, 2).request
    assert [line[0] for line in computer.transcript] == [f"{n}" for n in range(8)]
    assert gaps.of_room(computer.connection, ROOM) == ()


@pytest.mark.parametrize("way", ["retention", "purge"])
def test_what_was_read_goes_like_everything_else(way: str) -> None:
    conversation = Conversation()
    conversation.say(PATIENT)
    conversation.say(ME)
    conversation.amend(0, withdrawn=False)
    conversation.mark(PATIENT)
    conversation.say(COLLEAGUE)
    computer = Computer(conversation.archive)
    computer.list_in(Place.HISTORY)
    computer.read_newest(2)
    if way == "purge":
        patient_data.purge(computer.connection, [ROOM])
    else:
        consultations.forget(computer.connection, [ROOM])
    tables = ("message", "archived", "cursor", "gap", "displayed", "consultation")
    rows = [
        computer.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        for table in tables
    ]
    assert rows == [0] * len(tables)
    assert indexed_pairs(computer.connection) == set()
