"""What nothing is asked of is inserted together, and that changes nothing but the time it takes."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, Archive, make_arrived
from tests.seeds import NEW
from tests.vault.archive.catching_up import catch_up, marks, say
from tests.vault.archive.visitor import Visitor
from workstation.domain.changes import Changes
from workstation.domain.events import Arrived, Displayed
from workstation.domain.message import Mention
from workstation.vault import sql
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.message_writer import MessageWriter
from workstation.vault.unsent import outbox

TABLES = (
    "message",
    "archived",
    "gap",
    "cursor",
    "unread_count",
    "displayed",
    "member",
    "outbox",
    "summary",
)


class Room(Visitor):
    """A room in which all may happen that makes a message ask for another."""

    def __init__(self) -> None:
        super().__init__(Archive())
        self.all_said: list[Arrived] = []
        self.changes: list[Changes] = []

    def load(self, limit: int) -> bool:
        if not self.joined or self.step.request is None:
            return False
        page = self.archive.page(self.step.request, limit)
        done = ingest(self.connection, [page], {"q": self.step.request})
        self.changes.append(done.changes)
        self.step = done.steps["q"]
        return True

    def say(self, member_id: int, **rest: object) -> None:
        text = f"话{len(self.all_said)}"
        arrived = make_arrived(text, member_id, nickname=f"n{member_id}", **rest)
        self.all_said.append(self.archive.add(arrived))

    def earlier(self, which: int) -> Arrived | None:
        return self.all_said[which % len(self.all_said)] if self.all_said else None

    def resend(self, which: int) -> None:
        if earlier := self.earlier(which):
            self.archive.add(earlier)

    def reuse(self, which: int) -> None:
        if earlier := self.earlier(which):
            self.say(earlier.member_id, origin_id=earlier.origin_id)

    def address(self, which: int) -> None:
        self.say(COLLEAGUE, mentions=(Mention((ME, PATIENT)[which % 2], 0, 1),))

    def amend(self, which: int) -> None:
        """A correction, a withdrawal, or one that comes before what it is about."""
        if earlier := self.earlier(which):
            field = "retracts" if which % 2 else "replaces"
            self.say(earlier.member_id, **{field: earlier.origin_id})
        else:
            self.say(PATIENT, replaces=f"id-话{which}")

    def read(self, which: int) -> None:
        """Somebody has read up to what is here, or up to what is still to come."""
        reference = f"a{which:04}"
        self.archive.add(Displayed(ROOM, (ME, PATIENT)[which % 2], reference))

    def send(self, which: int) -> None:
        name = f"own-{which}"
        outbox.send_draft(self.connection, ROOM, {}, name, "好", 5)
        self.all_said.append(self.archive.add(make_arrived("好", ME, origin_id=name)))

    def hear_last(self, count: int) -> None:
        """What was said last comes live, before the page that has it."""
        for _, item in self.archive.items[-count:]:
            self.hear(item)


STEPS = st.one_of(
    st.tuples(st.just("say"), st.sampled_from([ME, PATIENT, COLLEAGUE])),
    *[
        st.tuples(st.just(name), st.integers(0, 30))
        for name in ("resend", "reuse", "address", "amend", "read", "send")
    ],
    st.tuples(st.just("hear_last"), st.integers(1, 3)),
    st.tuples(st.just("load"), st.integers(2, 40)),
    st.tuples(st.just("join")),
    st.tuples(st.just("cut")),
)


def outcome_of(steps: list[tuple]) -> tuple[list[list[sql.Row]], list[Changes]]:
    """All rows that a room's archive leaves, walked with these steps, and what was said of it."""
    room = Room()
    for name, *args in steps:
        getattr(room, name)(*args)
    room.finish()
    rows = [sql.rows(room.connection, f"SELECT * FROM {table}") for table in TABLES]  # noqa: S608
    room.connection.close()
    return rows, room.changes


@settings(max_examples=300 if NEW else 60)
@example([("say", PATIENT)] * 45 + [("read", 40), ("join",), ("load", 40), ("load", 40)])
@example(
    [
        *[("say", PATIENT)] * 2,
        *[("join",), ("load", 9), ("cut",)],
        *[("say", PATIENT)] * 20,
        *[("join",), ("read", 12), ("say", PATIENT), ("hear_last", 2), ("load", 40)],
    ]
)
@example([("read", 3), ("amend", 1), *[("say", PATIENT)] * 5, ("join",), ("load", 9)])
@given(st.lists(STEPS, max_size=40))
def test_all_is_as_if_one_came_after_the_other(steps: list[tuple]) -> None:
    together = outcome_of(steps)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MessageWriter, "stands_alone", lambda *_: False)
        assert outcome_of(steps) == together


def test_a_page_of_new_messages_takes_few_statements(database):
    archive, statements = Archive(), []
    say(archive, *map(str, range(100)))
    database.exec_trace = lambda _, statement, __: statements.append(statement) or True
    catch_up(database, archive, limit=100)
    database.exec_trace = None
    assert len(statements) < 100
    assert marks(database) == " ".join(map(str, range(100)))


def test_the_same_message_twice_within_a_page_is_one(database):
    archive = Archive()
    (first,) = say(archive, "a")
    say(archive, "b")
    archive.add(replace(first, archive_id=None))
    catch_up(database, archive, limit=9)
    assert marks(database) == "a b"
