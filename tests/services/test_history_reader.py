"""The history's conversations are asked for on demand, from outside of their rooms."""

import asyncio

import pytest

from tests.fakes.archive import ROOM, make_arrived
from tests.services.doctor import Doctor
from tests.simulation.virtual_time import VirtualLoop, run
from tests.vault.people import consultation
from workstation.domain.changes import Changes, Listed, Place
from workstation.domain.commands import FetchPage
from workstation.domain.events import SESSION_LOST, PageFailed
from workstation.services import history_reader
from workstation.services.history_reader import READ_AGAIN_SECONDS, HistoryReader, ReadingState
from workstation.vault.archive import gaps
from workstation.vault.lists import consultations, timelines


class Clock:
    """The virtual loop's time."""

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


class AtTheHistory(Doctor):
    """A doctor whose history has one consultation, of which this computer has nothing."""

    async def start(self, messages: int = 5) -> None:
        await super().start()
        await self.vault.write(consultations.put, Listed(consultation(), Place.HISTORY))
        for number in range(messages):
            self.archive.add(make_arrived(f"{number}"))
        self.states: list[ReadingState] = []
        self.changes: list[Changes] = []
        self.reader = HistoryReader(
            self.vault, Clock(), self.catch_up.read_page, self.changes.append
        )
        self.reader.states.subscribe(self.states.append)

    async def ask(self, coroutine) -> FetchPage | None:
        """Begin a reading; what it asks of the archive."""
        before = len(self.asked)
        self.spawn(coroutine)
        await asyncio.sleep(1)
        return self.asked[-1] if len(self.asked) > before else None

    async def read(self, coroutine, limit: int = 3) -> None:
        asked = await self.ask(coroutine)
        assert asked is not None
        await self.answer(asked, limit)

    async def answer_new(self, limit: int) -> int:
        """Answer what is asked from now on until nothing more is; how many pages."""
        answered = before = len(self.asked)
        await asyncio.sleep(1)
        while answered < len(self.asked):
            await self.begin(self.answer_to(self.asked[answered], limit))
            answered += 1
            await asyncio.sleep(1)
        return answered - before

    async def texts(self) -> list[str]:
        page = await self.vault.read(timelines.newest, ROOM, 99)
        return [line.text for line in page.messages]

    async def gap(self):
        (gap,) = await self.vault.read(gaps.of_room, ROOM)
        return gap


def at_the_history(scene) -> None:
    async def played() -> None:
        doctor = AtTheHistory()
        await doctor.start()
        await scene(doctor)
        doctor.vault.close()

    run(VirtualLoop(), played())


def test_the_newest_page_comes_first_and_older_ones_when_asked_for() -> None:
    async def scene(doctor: AtTheHistory) -> None:
        await doctor.read(doctor.reader.read_newest(ROOM))
        assert await doctor.texts() == ["2", "3", "4"]
        assert doctor.states == [
            ReadingState(ROOM, busy=True),
            ReadingState(ROOM, was_empty=True),
        ]
        await doctor.read(doctor.reader.load_gap(await doctor.gap()))
        assert await doctor.texts() == ["0", "1", "2", "3", "4"]
        assert doctor.sent == []

    at_the_history(scene)


@pytest.mark.parametrize(
    ("condition", "reason"),
    [("forbidden", "refused"), ("item-not-found", "missing"), (SESSION_LOST, "")],
)
def test_a_refusal_is_told_and_asked_for_again_at_the_next_wish(condition, reason) -> None:
    async def scene(doctor: AtTheHistory) -> None:
        asked = await doctor.ask(doctor.reader.read_newest(ROOM))
        await doctor.take(PageFailed(ROOM, asked.query, condition))
        assert doctor.states[-1].error.reason == reason
        assert doctor.catch_up.failed == frozenset(), "no catch-up goes on with it by itself"
        await doctor.read(doctor.reader.read_newest(ROOM))
        assert doctor.states[-1].error is None

    at_the_history(scene)


def test_a_gap_that_got_no_answer_can_be_loaded_again() -> None:
    async def scene(doctor: AtTheHistory) -> None:
        await doctor.read(doctor.reader.read_newest(ROOM))
        gap = await doctor.gap()
        asked = await doctor.ask(doctor.reader.load_gap(gap))
        await doctor.take(PageFailed(ROOM, asked.query, "timeout"))
        assert doctor.changes == [Changes(gaps_of=frozenset({ROOM}), gaps=(gap,))]

    at_the_history(scene)


def test_gaps_read_before_a_page_came_are_not_shown_after_it(monkeypatch) -> None:
    async def scene(doctor: AtTheHistory) -> None:
        async def read_late(function, *args):
            outcome = await read(function, *args)
            if function is gaps.of_room:
                await asyncio.sleep(60)
            return outcome

        await doctor.read(doctor.reader.read_newest(ROOM), 1)
        gap, read = await doctor.gap(), doctor.vault.read
        doctor.show = doctor.changes.append
        monkeypatch.setattr(doctor.vault, "read", read_late)
        doctor.spawn(doctor.reader.load_gap(gap))
        await doctor.answer_new(limit=1)
        (rest,) = await read(gaps.of_room, ROOM)
        assert doctor.catch_up.load_gap(rest)
        await doctor.begin(doctor.answer_to(doctor.asked[-1], 9))
        await doctor.answer_new(limit=9)
        await asyncio.sleep(60)
        assert await read(gaps.of_room, ROOM) == ()
        assert [one.gaps for one in doctor.changes if ROOM in one.gaps_of][-1] == ()

    at_the_history(scene)


def test_one_conversation_is_asked_for_one_page_at_a_time_and_seldom_again() -> None:
    async def scene(doctor: AtTheHistory) -> None:
        asked = await doctor.ask(doctor.reader.read_newest(ROOM))
        assert await doctor.ask(doctor.reader.read_newest(ROOM)) is None
        await doctor.answer(asked, 3)
        assert await doctor.ask(doctor.reader.read_newest(ROOM)) is None
        await asyncio.sleep(READ_AGAIN_SECONDS)
        await doctor.read(doctor.reader.read_newest(ROOM))

    at_the_history(scene)


def test_what_is_in_no_history_is_not_asked_for() -> None:
    async def scene(doctor: AtTheHistory) -> None:
        await doctor.vault.write(consultations.forget, [ROOM])
        assert await doctor.ask(doctor.reader.read_newest(ROOM)) is None
        assert doctor.states == [ReadingState(ROOM)]

    at_the_history(scene)


def test_all_that_is_missing_is_read_page_by_page_until_it_is_complete() -> None:
    async def scene(doctor: AtTheHistory) -> None:
        await doctor.read(doctor.reader.read_newest(ROOM), limit=2)
        assert not await doctor.reader.is_complete(ROOM)
        doctor.spawn(doctor.reader.read_rest(ROOM))
        await doctor.answer_new(limit=3)
        assert await doctor.reader.is_complete(ROOM)
        assert await doctor.texts() == ["0", "1", "2", "3", "4"]

    at_the_history(scene)


def test_reading_on_ends_at_its_bound_and_when_cancelled(monkeypatch) -> None:
    async def scene(doctor: AtTheHistory) -> None:
        monkeypatch.setattr(history_reader, "MAX_REST_PAGES", 1)
        await doctor.read(doctor.reader.read_newest(ROOM), limit=2)
        doctor.spawn(doctor.reader.read_rest(ROOM))
        assert await doctor.answer_new(limit=2) == 1
        assert await doctor.texts() == ["2", "3", "4"]
        await doctor.ask(doctor.reader.read_rest(ROOM))
        doctor.work.pop().cancel()
        await asyncio.sleep(1)
        assert doctor.states[-1] == ReadingState(ROOM), "nothing is under way any more"
        await doctor.answer(doctor.asked[-1], 2)
        assert await doctor.texts() == ["1", "2", "3", "4"], "what was asked for is kept"

    at_the_history(scene)


def test_reading_on_begins_when_the_page_under_way_has_come() -> None:
    async def scene(doctor: AtTheHistory) -> None:
        newest = await doctor.ask(doctor.reader.read_newest(ROOM))
        doctor.spawn(doctor.reader.read_rest(ROOM))
        await doctor.begin(doctor.answer_to(newest, 3))
        assert await doctor.answer_new(limit=3) == 1
        assert await doctor.reader.is_complete(ROOM)

    at_the_history(scene)


def test_reading_on_goes_on_after_a_page_that_was_asked_for_in_between(monkeypatch) -> None:
    async def scene(doctor: AtTheHistory) -> None:
        async def read_late(function, *args):
            outcome = await read(function, *args)
            if function is gaps.of_room and seconds:
                await asyncio.sleep(seconds.pop())
            return outcome

        await doctor.read(doctor.reader.read_newest(ROOM), limit=2)
        gap, read, seconds = await doctor.gap(), doctor.vault.read, [60]
        monkeypatch.setattr(doctor.vault, "read", read_late)
        doctor.spawn(doctor.reader.read_rest(ROOM))
        await asyncio.sleep(1)
        between = await doctor.ask(doctor.reader.load_gap(gap))
        await asyncio.sleep(60)
        await doctor.begin(doctor.answer_to(between, 2))
        await doctor.answer_new(limit=3)
        assert await doctor.reader.is_complete(ROOM)
        assert await doctor.texts() == ["0", "1", "2", "3", "4"]

    at_the_history(scene)
