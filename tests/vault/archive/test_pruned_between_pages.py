"""An archive is pruned between any two pages: what is lost is marked, and nothing else is.

Each page overlaps with what is known by one entry. A server that answers an unknown id from
whatever is left beyond it (ejabberd), or as if none had been asked for, and tells no index, shows
by nothing else that it has lost something.
"""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.archive import ME, PATIENT, ROOM, Archive, make_arrived
from tests.seeds import NEW
from tests.vault.people import furnished_vault
from workstation.domain.events import Arrived, Displayed, Joined
from workstation.vault.archive import cursors, gaps, pages
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import Step, gap_request
from workstation.vault.lists import timelines

SERVERS = {
    "error": Archive,
    "error, index": lambda: Archive(indexes=True),
    "what came later": lambda: Archive(forgiving=True),
    "what came later, index": lambda: Archive(forgiving=True, indexes=True),
    "from the start": lambda: Archive(anew=True),
    "from the start, index": lambda: Archive(anew=True, indexes=True),
}
EVERY_SERVER = pytest.mark.parametrize("server", SERVERS)
MAX_PAGES = 300


class Reader:
    """One doctor, whose room is pruned; all that is heard live comes in."""

    def __init__(self, server: str) -> None:
        self.archive = SERVERS[server]()
        self.connection = furnished_vault()
        self.joined, self.step, self.loading = False, Step(), False
        self.said_count, self.pages, self.entries = 0, 0, 0
        self.gone: set[int] = set()
        self.unknowable: set[int] = set()

    def say(self, member_id: int, count: int) -> None:
        for _ in range(count):
            item = self.archive.add(make_arrived(f"{self.said_count}", member_id))
            self.said_count += 1
            if self.joined:
                ingest(self.connection, [item])

    def read(self) -> None:
        if self.archive.items:
            item = self.archive.add(Displayed(ROOM, PATIENT, f"{self.said_count - 1}"))
            if self.joined:
                ingest(self.connection, [item])

    def prune(self, count: int) -> None:
        """What goes before anybody has seen one entry of the archive leaves no trace."""
        gone = {int(i.text) for _, i in self.archive.items[:count] if isinstance(i, Arrived)}
        cursor = cursors.get(self.connection, ROOM)
        self.gone |= gone | {_named(item) for _, item in self.archive.items[:count]}
        if cursor is None or not cursor.archive_id:
            self.unknowable |= gone
        self.archive.items = self.archive.items[count:]

    def join(self) -> None:
        ingest(self.connection, [Joined(ROOM, archives=True, visit=1)])
        self.joined, self.step = True, Step(pages.first_request(self.connection, ROOM))

    def leave(self) -> None:
        self.joined, self.step = False, Step()

    def load(self, limit: int) -> bool:
        """One page of the catch-up; else of the newest gap, as by the doctor's tap."""
        if self.step.request is None:
            open_gaps = [gap for gap in gaps.of_room(self.connection, ROOM) if gap.loadable]
            if not self.joined or not open_gaps:
                return False
            self.step = Step(gap_request(open_gaps[-1]))
        page = self.archive.page(self.step.request, limit)
        self.pages, self.entries = self.pages + 1, self.entries + len(page.ids)
        self.step = ingest(self.connection, [page], {"q": self.step.request}).steps["q"]
        return True

    def finish(self, limit: int = 3) -> None:
        self.join()
        for _ in range(MAX_PAGES):
            if not self.load(limit):
                return
        pytest.fail("never whole")

    @property
    def line(self) -> list[str]:
        """The conversation, with ``|`` for what can be loaded and ``#`` for what is lost."""
        page = timelines.newest(self.connection, ROOM, 10_000)
        lines = [(message.position, message.text) for message in page.messages]
        lines += [(gap.position, "|" if gap.loadable else "#") for gap in page.gaps]
        return [text for _, text in sorted(lines)]

    def faults(self) -> list[str]:
        """What is missing without a mark, and marks where nothing was lost."""
        line = self.line
        texts = [int(text) for text in line if text.isdigit()]
        faults = [] if texts == sorted(set(texts)) else [f"order of {line}"]
        for left, right in pairwise(line):
            if left.isdigit() and right.isdigit():
                missing = set(range(int(left) + 1, int(right))) - self.unknowable
                faults += [f"hidden {sorted(missing)} in {line}"] * bool(missing)
        faults += [
            f"a mark for nothing at {place} in {line}"
            for place, mark in enumerate(line)
            if mark == "#" and not self._lost_around(line, place)
        ]
        return faults

    def _lost_around(self, line: list[str], place: int) -> bool:
        """Whether an entry went between two neighbours, or the older of them itself."""
        below = [int(text) for text in line[:place] if text.isdigit()]
        above = [int(text) for text in line[place:] if text.isdigit()]
        low, high = max(below, default=-1), min(above, default=self.said_count)
        return any(low <= each <= high for each in self.gone)


def _named(item: Arrived | Displayed) -> int:
    """The number of the words that an entry has, or stands behind."""
    return int(item.text if isinstance(item, Arrived) else item.message_id)


STEPS = st.one_of(
    st.tuples(st.just("say"), st.sampled_from([ME, PATIENT]), st.integers(1, 6)),
    st.tuples(st.just("say"), st.sampled_from([ME, PATIENT]), st.integers(1, 6)),
    st.tuples(st.just("read")),
    st.tuples(st.just("join")),
    st.tuples(st.just("leave")),
    st.tuples(st.just("prune"), st.integers(1, 9)),
    st.tuples(st.just("load"), st.integers(2, 5)),
    st.tuples(st.just("load"), st.integers(2, 5)),
    st.tuples(st.just("load"), st.integers(2, 5)),
)


@settings(max_examples=4_000 if NEW else 80)
@given(steps=st.lists(STEPS, min_size=4, max_size=30), server=st.sampled_from(sorted(SERVERS)))
def test_pruned_at_any_moment_an_archive_hides_nothing_and_marks_nothing_else(
    steps, server
) -> None:
    reader = Reader(server)
    for name, *args in steps:
        getattr(reader, name)(*args)
        assert not reader.faults()
    reader.finish()
    assert not reader.faults()
    reader.connection.close()


@settings(max_examples=1_000 if NEW else 40)
@given(
    said_before=st.tuples(st.integers(1, 8), st.integers(1, 14)),
    limit=st.integers(2, 5),
    loaded=st.integers(0, 6),
    count=st.integers(0, 22),
    server=st.sampled_from(sorted(SERVERS)),
)
def test_pruned_in_the_midst_of_one_catch_up(said_before, limit, loaded, count, server) -> None:
    reader, (seen_count, missed_count) = Reader(server), said_before
    reader.say(PATIENT, seen_count)
    reader.finish(9)
    reader.leave()
    reader.say(PATIENT, missed_count)
    reader.join()
    for _ in range(loaded):
        reader.load(limit)
    reader.prune(count)
    while reader.step.request is not None:
        reader.load(limit)
        assert not reader.faults()
    reader.finish(limit)
    assert not reader.faults()
    reader.connection.close()


@settings(max_examples=1_000 if NEW else 40)
@given(
    words=st.tuples(st.integers(3, 20), st.integers(0, 3)),
    limit=st.integers(2, 5),
    loaded=st.integers(0, 6),
    count=st.integers(0, 22),
    server=st.sampled_from(sorted(SERVERS)),
)
def test_pruned_while_one_reads_back(words, limit, loaded, count, server) -> None:
    reader, (older, live) = Reader(server), words
    reader.say(PATIENT, older)
    reader.join()
    reader.load(limit)
    reader.say(PATIENT, live)
    for _ in range(loaded):
        reader.load(limit)
    more, top = reader.line[0] == "|", reader.line[1]
    reader.prune(count)
    while reader.load(limit):
        assert not reader.faults()
    if more and int(top) in reader.gone:
        assert reader.line[0] == "#"
    assert not reader.faults()
    reader.connection.close()


@EVERY_SERVER
def test_what_goes_between_two_pages_of_a_catch_up_is_marked(server) -> None:
    reader = Reader(server)
    reader.say(PATIENT, 3)
    reader.finish(9)
    reader.leave()
    reader.say(PATIENT, 5)
    reader.join()
    reader.load(2)
    reader.prune(6)
    while reader.step.request is not None:
        reader.load(2)
    assert " ".join(reader.line) == "0 1 2 3 # 6 7"


@EVERY_SERVER
def test_older_words_that_go_while_one_reads_back_are_marked(server) -> None:
    reader = Reader(server)
    reader.say(PATIENT, 8)
    reader.join()
    reader.load(3)
    reader.prune(7)
    while reader.load(3):
        pass
    assert " ".join(reader.line) == "# 5 6 7"


@EVERY_SERVER
def test_what_goes_before_a_catch_up_that_failed_is_loaded_is_marked(server) -> None:
    reader = Reader(server)
    reader.say(PATIENT, 3)
    reader.finish(9)
    reader.say(PATIENT, 2)
    reader.leave()
    reader.say(PATIENT, 4)
    reader.join()
    reader.step = Step()
    reader.prune(7)
    while reader.load(3):
        assert not reader.faults()
    assert " ".join(reader.line) == "0 1 2 3 4 # 7 8"


@EVERY_SERVER
@pytest.mark.parametrize("missed_count", [0, 1, 7, 40])
def test_an_overlap_costs_one_entry_a_page(server, missed_count) -> None:
    reader = Reader(server)
    reader.say(PATIENT, 3)
    reader.finish(9)
    reader.leave()
    reader.say(PATIENT, missed_count)
    reader.join()
    reader.pages = reader.entries = 0
    while reader.step.request is not None:
        reader.load(5)
    assert reader.entries == missed_count + reader.pages


@EVERY_SERVER
def test_reading_back_costs_one_entry_a_page_more(server) -> None:
    reader = Reader(server)
    reader.say(PATIENT, 40)
    reader.join()
    while reader.load(5):
        pass
    assert reader.entries == 40 + reader.pages - 1
    assert " ".join(reader.line) == " ".join(str(number) for number in range(40))
