"""Any order of lost live copies, prunings, restored backups, cuts and pages: nothing is hidden.

The truth is all that was ever said. What is shown is a part of it in its order, and between two
neighbours without a mark nothing is missing.
"""

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, Archive, make_arrived
from tests.seeds import NEW
from tests.vault.archive.catching_up import JOINED, catch_up, deliver, marks, say
from tests.vault.archive.visitor import Visitor
from workstation.domain.events import Arrived, Displayed
from workstation.vault.archive import cursors, gaps
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import Step, gap_request
from workstation.vault.lists import timelines


class Doctor(Visitor):
    """A client whose server loses things; ``truth`` is all that was ever said."""

    def __init__(self, *, forgiving: bool) -> None:
        super().__init__(Archive(forgiving=forgiving))
        self.truth: list[str] = []
        self.undelivered: set[str] = set()
        self.unknowable: set[str] = set()
        self.visible_before: dict[str, set[str]] = {}

    def say(self, member_id: int, delivered: bool) -> None:
        text = f"{len(self.truth)}"
        self.truth.append(text)
        item = self.archive.add(make_arrived(text, member_id))
        if delivered:
            self.hear(item)
        elif self.joined:
            self.undelivered.add(text)

    def read(self) -> None:
        if self.archive.items:
            self.hear(self.archive.add(Displayed(ROOM, PATIENT, self.archive.items[-1][0])))

    def prune(self, most: int) -> None:
        """What goes before anybody has seen one entry of the archive leaves no trace."""
        cursor = cursors.get(self.connection, ROOM)
        if cursor is None or not cursor.archive_id:
            self.unknowable |= _texts(self.archive.items[:most])
        self._note_visible(self.archive.items[:most])
        self.archive.items = self.archive.items[most:]

    def restore(self, most: int) -> None:
        """From a backup: its newest entries are gone, and everybody was put out."""
        self.cut()
        if most:
            self.unknowable |= _texts(self.archive.items[-most:])
            self._note_visible(self.archive.items[-most:])
            self.archive.items = self.archive.items[:-most]

    def visit(self, member_id: int) -> None:
        """The line breaks, something is said meanwhile, and the next words are heard again."""
        self.cut()
        self.say(member_id, delivered=False)
        self.join()
        self.say(member_id, delivered=True)

    def lose(self, which: int) -> None:
        """One entry goes, wherever it stands, as ejabberd takes out what was withdrawn."""
        if self.archive.items and self.archive.forgiving:
            at = which % len(self.archive.items)
            lost = self.archive.items[at : at + 1]
            self.unknowable |= _texts(lost)
            self._note_visible(lost)
            del self.archive.items[at]

    def turn_to(self, which: int) -> None:
        """The doctor scrolled up to one of the gaps: it is loaded, whatever is missing above it."""
        open_gaps = [gap for gap in gaps.of_room(self.connection, ROOM) if gap.loadable]
        if self.joined and open_gaps:
            self.step = Step(gap_request(open_gaps[which % len(open_gaps)]))

    @property
    def line(self) -> list[str]:
        page = timelines.newest(self.connection, ROOM, 10_000)
        lines = [(m.position, m.text) for m in page.messages]
        return [text for _, text in sorted(lines + [(g.position, "") for g in page.gaps])]

    @property
    def archived_texts(self) -> set[str]:
        """What the archive still has."""
        return _texts(self.archive.items)

    def find_faults(self, undelivered: set[str]) -> list[str]:
        """What is missing without a mark but ``unheard``, and what stands the wrong way round.

        What was lost before anybody saw it, nobody can know of. What the archive lost stands before
        what was first shown after that: which of those was said first, nobody can know either.
        """
        line = self.line
        texts = [text for text in line if text]
        faults = ["twice"] * (len(texts) > len(set(texts)))
        faults += [
            f"swapped {a} {b} in {line}"
            for a, b in combinations(texts, 2)
            if int(a) > int(b) and b in self.visible_before.get(a, {b})
        ]
        for left, right in pairwise(line):
            if left and right:
                missing = (
                    set(self.truth[int(left) + 1 : int(right)]) - undelivered - self.unknowable
                )
                missing -= set(texts)
                faults += [f"hidden {sorted(missing)} in {line}"] * bool(missing)
        return faults

    def _note_visible(self, lost) -> None:
        texts = {text for text in self.line if text}
        self.visible_before |= dict.fromkeys(_texts(lost), texts)


def _texts(items) -> set[str]:
    return {item.text for _, item in items if isinstance(item, Arrived)}


SPEAKERS = st.sampled_from([ME, PATIENT, COLLEAGUE])
LIVE = st.tuples(st.just("say"), SPEAKERS, st.booleans())
STEPS = st.one_of(
    LIVE,
    LIVE,
    LIVE,
    st.tuples(st.just("read")),
    st.tuples(st.just("cut")),
    st.tuples(st.just("join")),
    st.tuples(st.just("visit"), SPEAKERS),
    st.tuples(st.just("visit"), SPEAKERS),
    st.tuples(st.just("prune"), st.integers(0, 6)),
    st.tuples(st.just("restore"), st.integers(0, 4)),
    st.tuples(st.just("load"), st.integers(1, 4)),
    st.tuples(st.just("load"), st.integers(1, 4)),
    st.tuples(st.just("turn_to"), st.integers(0, 4)),
    st.tuples(st.just("lose"), st.integers(0, 30)),
)


@settings(max_examples=400 if NEW else 100, deadline=None)
@given(steps=st.lists(STEPS, max_size=40), forgiving=st.booleans())
def test_whatever_an_archive_loses_nothing_is_silently_missing(steps, forgiving) -> None:
    doctor = Doctor(forgiving=forgiving)
    for name, *args in steps:
        getattr(doctor, name)(*args)
        assert not doctor.find_faults(doctor.undelivered)
    doctor.finish()
    assert not doctor.find_faults(doctor.undelivered - doctor.archived_texts)
    assert doctor.archived_texts <= set(doctor.line)
    doctor.connection.close()


def test_a_loss_far_below_leaves_what_can_be_loaded_above_it(database):
    archive = Archive(forgiving=True)
    say(archive, *"ab")
    catch_up(database, archive, 9)
    for missed, delivered in ["cd", "ef", "gh"]:
        say(archive, missed)
        ingest(database, [JOINED])
        deliver(database, archive, delivered)
    del archive.items[3:5]
    for gap in gaps.of_room(database, ROOM):
        request = gap_request(gap)
        ingest(database, [archive.page(request, 9)], {"q": request})
    assert marks(database) == "a b c d # f g h"
