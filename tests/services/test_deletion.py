"""A deletion waits, can be undone, and comes back with a reason when it is refused."""

from dataclasses import dataclass, field

import pytest

from tests.store.people import listed
from workstation.api.rows import DroppedRow, Rows
from workstation.domain.errors import (
    ConnectionDropped,
    DeadlineExceeded,
    MalformedAnswer,
    NotFound,
    Refused,
    ServerFault,
    Unreachable,
    WorkstationError,
)
from workstation.services.deletion import Deletion, DeletionRefusal


@dataclass
class Shelf:
    """Rows of a list, in sight or hidden."""

    displayed: set[int] = field(default_factory=lambda: {1, 2, 3})
    hidden: set[int] = field(default_factory=set)

    def hide(self, consultation_ids):
        self.displayed -= set(consultation_ids)
        self.hidden |= set(consultation_ids)

    def reveal(self, consultation_ids):
        self.hidden -= set(consultation_ids)
        self.displayed |= set(consultation_ids)

    def forget(self, consultation_ids):
        self.hidden -= set(consultation_ids)


@dataclass
class Platform:
    """Deletes, or answers with an error; ``done`` are deleted although the answer is an error."""

    errors: dict[int, WorkstationError] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    silent: bool = False
    asked: list[int] = field(default_factory=list)
    rows: set[int] = field(default_factory=lambda: {1, 2, 3})
    unreadable: tuple[DroppedRow, ...] = ()
    read: int = 0

    async def delete(self, consultation_id: int) -> None:
        self.asked.append(consultation_id)
        error = self.errors.get(consultation_id)
        if error is None or consultation_id in self.done:
            self.rows.discard(consultation_id)
        if error is not None:
            raise error

    async def history(self):
        self.read += 1
        if self.silent:
            raise Unreachable
        items = tuple(listed(number).consultation for number in sorted(self.rows))
        return Rows(items, self.unreadable)


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def platform():
    return Platform()


@pytest.fixture
def refusals():
    return []


@pytest.fixture
def audited():
    return []


@pytest.fixture
def deletion(platform, shelf, refusals, audited):
    return Deletion(
        platform, shelf, refusals.extend, lambda event, number: audited.append((event.name, number))
    )


async def test_a_held_row_is_out_of_sight_and_not_deleted(deletion, shelf, platform):
    deletion.hold([1, 2])
    assert shelf.displayed == {3}
    assert platform.asked == []


async def test_what_a_list_shows_to_be_deleted_is_forgotten_here_and_audited(
    deletion, shelf, platform, audited
):
    platform.errors, platform.done, platform.silent = {1: ConnectionDropped()}, {1}, True
    await deletion.carry_out(deletion.hold([1]))
    shelf.hide([1])
    deletion.confirm([1])
    assert (shelf.hidden, audited) == (set(), [("CONSULTATION_DELETED", 1)])


async def test_undo_puts_the_rows_back_and_nothing_is_ever_deleted(deletion, shelf, platform):
    held = deletion.hold([1, 2])
    deletion.undo(held)
    await deletion.carry_out(held)
    assert shelf.displayed == {1, 2, 3}
    assert platform.asked == []


async def test_carrying_out_deletes_each_once(deletion, shelf, platform, audited):
    held = deletion.hold([1, 2])
    await deletion.carry_out(held)
    await deletion.carry_out(held)
    deletion.undo(held)
    assert platform.asked == [1, 2]
    assert (shelf.displayed, shelf.hidden) == ({3}, set())
    assert audited == [("CONSULTATION_DELETED", 1), ("CONSULTATION_DELETED", 2)]


UNKNOWN = [ConnectionDropped(), DeadlineExceeded(), ServerFault(), MalformedAnswer()]


@pytest.mark.parametrize("error", [Refused(server_text="已归档"), Unreachable(), *UNKNOWN])
async def test_a_refused_row_comes_back_with_the_reason(deletion, shelf, platform, refusals, error):
    platform.errors[1] = error
    await deletion.carry_out(deletion.hold([1, 2]))
    assert shelf.displayed == {1, 3}
    assert refusals == [DeletionRefusal(1, error)]


@pytest.mark.parametrize("error", UNKNOWN)
async def test_what_was_deleted_and_whose_answer_was_lost_stays_away(
    deletion, shelf, platform, refusals, error
):
    platform.errors, platform.done = {1: error, 2: error}, {1, 2}
    await deletion.carry_out(deletion.hold([1, 2]))
    assert (shelf.displayed, shelf.hidden) == ({3}, set())
    assert refusals == []
    assert platform.read == 1


async def test_of_several_lost_answers_each_is_told_as_it_was(deletion, shelf, platform, refusals):
    lost, refused = ConnectionDropped(), Refused()
    platform.errors, platform.done = {1: lost, 2: lost, 3: refused}, {1}
    await deletion.carry_out(deletion.hold([1, 2, 3]))
    assert (shelf.displayed, shelf.hidden) == ({2, 3}, set())
    assert refusals == [DeletionRefusal(2, lost), DeletionRefusal(3, refused)]


async def test_where_nobody_can_tell_whether_it_was_deleted_that_is_what_is_said(
    deletion, shelf, platform, refusals
):
    lost, refused = DeadlineExceeded(), Refused()
    platform.errors, platform.done, platform.silent = {1: lost, 2: refused}, {1}, True
    await deletion.carry_out(deletion.hold([1, 2]))
    assert (shelf.displayed, shelf.hidden) == ({1, 2, 3}, set())
    assert refusals == [DeletionRefusal(1, lost, unknown=True), DeletionRefusal(2, refused)]


async def test_a_list_with_a_row_that_cannot_be_read_does_not_tell_what_was_deleted(
    deletion, shelf, platform, refusals
):
    lost = ConnectionDropped()
    platform.errors = {1: lost}
    platform.rows, platform.unreadable = {2, 3}, (DroppedRow(0, "no consultation_id"),)
    await deletion.carry_out(deletion.hold([1]))
    assert shelf.displayed == {1, 2, 3}
    assert refusals == [DeletionRefusal(1, lost, unknown=True)]


async def test_a_plain_refusal_needs_no_second_look(deletion, platform):
    platform.errors[1] = Refused()
    await deletion.carry_out(deletion.hold([1]))
    assert platform.read == 0


async def test_what_the_platform_no_longer_has_counts_as_deleted(deletion, shelf, platform):
    platform.errors[1], platform.done = NotFound(), {1}
    await deletion.carry_out(deletion.hold([1]))
    assert (shelf.displayed, shelf.hidden) == ({2, 3}, set())


async def test_not_found_by_who_stands_before_the_platform_deletes_nothing_here(
    deletion, shelf, platform, refusals, audited
):
    """A gateway that lacks the route says so, too; what is noted here came back from nowhere."""
    platform.errors[1] = error = NotFound()
    await deletion.carry_out(deletion.hold([1]))
    assert shelf.displayed == {1, 2, 3}
    assert refusals == [DeletionRefusal(1, error)]
    assert audited == []


async def test_what_is_not_found_and_cannot_be_looked_up_is_unknown(
    deletion, shelf, platform, refusals
):
    platform.errors[1], platform.silent = (error := NotFound()), True
    await deletion.carry_out(deletion.hold([1]))
    assert shelf.displayed == {1, 2, 3}
    assert refusals == [DeletionRefusal(1, error, unknown=True)]


async def test_ending_the_program_cancels_what_is_held(deletion, shelf, platform):
    held = [deletion.hold([1]), deletion.hold([2])]
    deletion.cancel_all()
    for each in held:
        await deletion.carry_out(each)
    assert shelf.displayed == {1, 2, 3}
    assert platform.asked == []
