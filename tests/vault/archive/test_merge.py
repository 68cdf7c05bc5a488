"""Whatever the order of cuts, joins, live messages and pages: the picture is the archive's."""

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, Archive, make_arrived
from tests.seeds import NEW
from tests.vault.archive.visitor import Visitor
from workstation.domain.events import Arrived, Displayed
from workstation.vault.archive import gaps
from workstation.vault.lists import timelines


class Doctor(Visitor):
    """A client on a bad network."""

    def __init__(self) -> None:
        super().__init__(Archive())
        self.message_count = 0

    def say(self, member_id: int, repeat: int) -> None:
        self.message_count += 1
        self.hear(self.archive.add(make_arrived(f"{self.message_count}", member_id)), repeat)

    def resend(self, which: int) -> None:
        """The server archives a second copy of a message that was sent twice."""
        originals = [item for _, item in self.archive.items if isinstance(item, Arrived)]
        if originals:
            self.hear(self.archive.add(originals[which % len(originals)]))

    def read(self, which: int) -> None:
        messages = [item for _, item in self.archive.items if isinstance(item, Arrived)]
        if messages:
            reference = messages[which % len(messages)].archive_id
            self.hear(self.archive.add(Displayed(ROOM, PATIENT, reference)))

    @property
    def texts(self) -> list[str]:
        page = timelines.newest(self.connection, ROOM, 10_000)
        return [message.text for message in page.messages]

    @property
    def truth(self) -> list[str]:
        texts = [item.text for _, item in self.archive.items if isinstance(item, Arrived)]
        return list(dict.fromkeys(texts))


SPEAKERS = st.sampled_from([ME, PATIENT, COLLEAGUE])
STEPS = st.one_of(
    st.tuples(st.just("say"), SPEAKERS, st.integers(1, 3)),
    st.tuples(st.just("say"), SPEAKERS, st.integers(1, 3)),
    st.tuples(st.just("resend"), st.integers(0, 50)),
    st.tuples(st.just("read"), st.integers(0, 50)),
    st.tuples(st.just("cut")),
    st.tuples(st.just("join")),
    st.tuples(st.just("load"), st.integers(1, 4)),
    st.tuples(st.just("load"), st.integers(1, 4)),
)


ONCE_ONLY = STEPS.filter(lambda step: step[0] != "resend")
"""A second copy met before the first stands in its own place until the first is loaded."""


def is_ordered_part(part: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(text in rest for text in part)


@example([("join",), ("say", ME, 1), *[("resend", 0)] * 3])
@settings(max_examples=300 if NEW else 75)
@given(st.lists(STEPS, max_size=40))
def test_any_order_of_cuts_and_pages_ends_in_the_archive_s_picture(steps: list[tuple]) -> None:
    doctor = Doctor()
    for name, *args in steps:
        getattr(doctor, name)(*args)
    doctor.finish()
    assert doctor.texts == doctor.truth
    assert gaps.of_room(doctor.connection, ROOM) == ()


@settings(max_examples=300 if NEW else 75)
@given(st.lists(ONCE_ONLY, max_size=40))
def test_at_every_moment_what_is_missing_is_a_gap(steps: list[tuple]) -> None:
    doctor = Doctor()
    for name, *args in steps:
        getattr(doctor, name)(*args)
        missing_is_marked(doctor)


def missing_is_marked(doctor: Doctor) -> None:
    """Between two neighbours without a gap the archive has nothing that is not shown."""
    if not doctor.joined:
        return
    page = timelines.newest(doctor.connection, ROOM, 10_000)
    marks = [(m.position, m.text) for m in page.messages] + [(g.position, "") for g in page.gaps]
    line = [text for _, text in sorted(marks)]
    assert is_ordered_part([text for text in line if text], doctor.truth)
    for left, right in pairwise(line):
        if left and right:
            assert doctor.truth.index(right) == doctor.truth.index(left) + 1, line
