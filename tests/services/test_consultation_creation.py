"""A consultation is opened once, whatever becomes of the answer."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from tests.store.people import consultation
from workstation.api.rows import Rows
from workstation.domain.consultation import Consultation, NewConsultation, Symptom, SymptomKind
from workstation.domain.errors import (
    ConnectionDropped,
    DeadlineExceeded,
    MalformedAnswer,
    Refused,
    ServerFault,
    Unreachable,
    WorkstationError,
)
from workstation.domain.new_consultation_form import NewConsultationDraft
from workstation.domain.people import Member, Team
from workstation.services.consultation_creation import ConsultationCreator, SettledOpening

NEW = NewConsultation(7, 8, 5, Symptom(SymptomKind.TEXT, "手臂起疹三天", "text"), ("u",))


def opened(number: int, new: NewConsultation = NEW) -> Consultation:
    return consultation(
        number,
        creator=Member(new.creator_member_id, "王秀英"),
        target=Member(new.target_member_id, "王小宝"),
        team=Team(new.team_id, "皮肤科"),
        symptom=new.symptom,
        images=new.images,
    )


@dataclass
class Platform:
    """Opens what it is asked to; ``lost`` answers get lost on the way, once each."""

    lost: list[WorkstationError] = field(default_factory=list)
    carries_out: bool = True
    queue: list[Consultation] = field(default_factory=list)
    list_errors: list[WorkstationError] = field(default_factory=list)
    created: int = 0

    async def create(self, new: NewConsultation) -> Consultation:
        if self.carries_out:
            self.created += 1
            self.queue.append(opened(100 + self.created, new))
        if self.lost:
            raise self.lost.pop()
        return self.queue[-1]

    async def in_process(self) -> Rows[Consultation]:
        if self.list_errors:
            raise self.list_errors.pop()
        return Rows(tuple(self.queue), ())


class Desk:
    """Takes what was opened."""

    def __init__(self, known=()):
        self.known, self.taken = list(known), []

    async def take(self, value):
        self.taken.append(value.consultation_id)


def creator_with(platform, listed_ids, take) -> ConsultationCreator:
    """A sign-in that begins without a form; its attempts are nowhere written."""
    return ConsultationCreator(
        platform, listed_ids, take, NewConsultationDraft(), keep_attempt=lambda: None
    )


def opening(platform, desk):
    return creator_with(platform, lambda: desk.known, desk.take)


async def test_an_answer_opens_it():
    desk = Desk()
    result = await opening(Platform(), desk).create(NEW)
    assert result.consultation.consultation_id == 101
    assert desk.taken == [101]


async def test_what_was_opened_is_known_as_created_before_others_hear_of_it():
    known: list[set[int]] = []

    async def take(_value):
        known.append(set(creator.created))

    creator = creator_with(Platform(), tuple, take)
    await creator.create(NEW)
    assert known == [{101}]


@pytest.mark.parametrize(
    "error", [ConnectionDropped, DeadlineExceeded, MalformedAnswer, ServerFault]
)
async def test_after_a_lost_answer_the_twin_in_the_queue_is_taken(error):
    platform, desk = Platform(lost=[error()]), Desk()
    result = await opening(platform, desk).create(NEW)
    assert (result.consultation.consultation_id, result.as_asked) == (101, True)
    assert platform.created == 1


async def test_a_twin_that_was_known_before_is_another_consultation():
    platform = Platform(lost=[ConnectionDropped()], carries_out=False, queue=[opened(50)])
    service = opening(platform, Desk(known=[50]))
    with pytest.raises(ConnectionDropped):
        await service.create(NEW)
    assert service.is_uncertain


@pytest.mark.parametrize(
    "different",
    [
        {"creator": Member(9, "x")},
        {"target": Member(9, "x")},
        {"team": Team(9, "x")},
        {"symptom": Symptom(SymptomKind.TEXT, "别的")},
        {"images": ()},
    ],
)
async def test_what_differs_in_anything_is_no_twin(different):
    platform = Platform(lost=[ConnectionDropped()], carries_out=False)
    platform.queue = [replace(opened(50), **different)]
    with pytest.raises(ConnectionDropped):
        await opening(platform, Desk()).create(NEW)


async def test_a_list_that_came_since_settles_an_attempt_without_an_answer():
    platform = Platform(lost=[ConnectionDropped()], list_errors=[Unreachable()])
    service = opening(platform, Desk(known=[50]))
    settled: list[SettledOpening] = []
    service.settled.subscribe(settled.append)
    with pytest.raises(ConnectionDropped):
        await service.create(NEW)
    service.settle([opened(50), replace(opened(51), images=())])
    assert service.is_uncertain
    service.settle(platform.queue)
    service.settle(platform.queue)
    assert settled == [SettledOpening(platform.queue[0], NEW)]
    assert (service.is_uncertain, service.created) == (False, {101})


async def test_where_nobody_has_the_form_a_list_settles_nothing():
    """What is left in it would be asked for again, and nothing looked for before."""
    platform = Platform(lost=[ConnectionDropped()], list_errors=[Unreachable()])
    service = opening(platform, Desk())
    with pytest.raises(ConnectionDropped):
        await service.create(NEW)
    service.settle(platform.queue)
    assert service.is_uncertain
    assert (await service.create(NEW)).consultation == platform.queue[0]
    assert len(platform.queue) == 1


async def test_while_the_answer_is_awaited_a_list_settles_nothing():
    class ListedFirst(Platform):
        """Its list comes before its answer."""

        async def create(self, new: NewConsultation) -> Consultation:
            made = await super().create(new)
            service.settle(self.queue)
            return made

    settled: list[SettledOpening] = []
    service = opening(ListedFirst(), Desk())
    service.settled.subscribe(settled.append)
    assert (await service.create(NEW)).as_asked
    assert settled == []


async def test_a_list_that_came_while_an_answer_was_awaited_tells_of_it_once_that_is_lost():
    """Nothing in it is new to the queue any more: no later list would settle it."""

    class ListedFirst(Platform):
        """Its list comes before its answer, which is lost, and then it cannot be reached."""

        async def create(self, new: NewConsultation) -> Consultation:
            self.queue.append(opened(51, new))
            service.settle([opened(50), *self.queue])
            raise ConnectionDropped

    platform, desk = ListedFirst(list_errors=[Unreachable(), Unreachable()]), Desk(known=[50])
    service = opening(platform, desk)
    result = await service.create(NEW)
    assert (result.consultation.consultation_id, result.as_asked) == (51, True)
    assert (service.is_uncertain, desk.taken) == (False, [51])


async def test_a_retry_looks_first_and_does_not_ask_twice():
    platform = Platform(lost=[ConnectionDropped()], list_errors=[Unreachable()])
    desk = Desk()
    service = opening(platform, desk)
    with pytest.raises(ConnectionDropped):
        await service.create(NEW)
    assert service.is_uncertain
    result = await service.create(NEW)
    assert result.as_asked
    assert (platform.created, desk.taken) == (1, [101])
    assert not service.is_uncertain


async def test_a_retry_that_cannot_look_asks_for_nothing():
    platform = Platform(lost=[ConnectionDropped()], list_errors=[Unreachable(), Unreachable()])
    service = opening(platform, Desk())
    with pytest.raises(ConnectionDropped):
        await service.create(NEW)
    with pytest.raises(Unreachable):
        await service.create(NEW)
    assert platform.created == 1
    assert service.is_uncertain


async def test_a_changed_form_is_told_that_the_earlier_one_was_opened():
    platform = Platform(lost=[ConnectionDropped()], list_errors=[Unreachable()])
    service = opening(platform, Desk())
    with pytest.raises(ConnectionDropped):
        await service.create(NEW)
    changed = replace(NEW, symptom=Symptom(SymptomKind.TEXT, "又改了", "text"))
    assert not (await service.create(changed)).as_asked
    assert platform.created == 1


async def test_a_retry_after_nothing_happened_opens_it():
    platform = Platform(lost=[ConnectionDropped()], carries_out=False)
    service = opening(platform, Desk())
    with pytest.raises(ConnectionDropped):
        await service.create(NEW)
    platform.carries_out = True
    assert (await service.create(NEW)).consultation.consultation_id == 101


@pytest.mark.parametrize("where", ["on the way", "taken in"])
async def test_a_sign_in_that_ends_before_it_is_in_the_queue_does_not_open_it_twice(where):
    """A token that ended: the next sign-in has the same form, and presses the same button."""
    platform, desk, begun = Platform(), Desk(), asyncio.Event()

    async def hang(*_: object) -> None:
        begun.set()
        await asyncio.Event().wait()

    async def create_and_hang(new: NewConsultation) -> Consultation:
        await Platform.create(platform, new)
        await hang()
        raise AssertionError

    if where == "on the way":
        platform.create = create_and_hang  # type: ignore[method-assign]
    else:
        desk.take = hang  # type: ignore[method-assign]
    first = opening(platform, desk)
    asking = asyncio.ensure_future(first.create(NEW))
    await begun.wait()
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    vars(platform).pop("create", None)
    next_desk = Desk()
    later = opening(platform, next_desk)
    later.draft = first.draft
    assert (await later.create(NEW)).as_asked
    assert platform.created == 1
    assert next_desk.taken == [101]
    assert not later.is_uncertain


async def test_a_refusal_is_no_doubt():
    platform = Platform(lost=[Refused(server_text="团队不存在")], carries_out=False)
    service = opening(platform, Desk())
    with pytest.raises(Refused):
        await service.create(NEW)
    assert not service.is_uncertain
