"""A page that got no answer is asked for again as soon as the session goes on."""

import asyncio

from tests.fakes.alone import catch_up_alone, outbox_alone
from tests.fakes.inbound import ignore, make_inbound
from tests.simulation.virtual_time import VirtualLoop, run
from workstation.base.clock import SystemClock
from workstation.domain.backoff import CATCH_UP
from workstation.domain.changes import Changes
from workstation.domain.commands import FetchPage
from workstation.domain.connection import Connection, Phase
from workstation.domain.events import ConnectionChanged, Event, Joined, Left, PageFailed
from workstation.domain.send_blocker import LEFT_BY_US
from workstation.link.inbox import Batch
from workstation.services.retrying_vault import RetryingVault
from workstation.vault.database import Vault

ROOM = 7


class Line:
    """A link that keeps what is asked of it."""

    def __init__(self) -> None:
        self.posted = []

    def post(self, command) -> None:
        self.posted.append(command)

    def commit(self, mark: int) -> None:
        pass

    def visit(self, _consultation_id: int) -> int | None:
        return 1

    @property
    def pages(self):
        return [each for each in self.posted if isinstance(each, FetchPage)]


def test_a_catch_up_cut_off_in_the_middle_goes_on_with_the_resumed_session() -> None:
    async def scene() -> None:
        course = Course()
        query = await course.enter()
        await course.hear(PageFailed(ROOM, query, "not online"))
        await course.hear(ONLINE)
        await asyncio.gather(*course.work)
        assert [each.consultation_id for each in course.line.pages] == [ROOM, ROOM]
        assert course.catch_up.failed == frozenset()
        course.close()

    run(VirtualLoop(), scene())


def test_a_room_that_is_wanted_no_more_is_not_asked_again() -> None:
    """The platform may have destroyed it with its consultation, and it would fail all day."""

    async def scene() -> None:
        for leaves_first in (True, False):
            course = Course()
            query = await course.enter()
            failed, left = PageFailed(ROOM, query, "item-not-found"), Left(ROOM, LEFT_BY_US)
            for event in (left, failed) if leaves_first else (failed, left):
                await course.hear(event)
            await asyncio.sleep(CATCH_UP.max_seconds)
            await course.hear(ONLINE)
            await asyncio.gather(*course.work)
            assert len(course.line.pages) == 1
            course.close()

    run(VirtualLoop(), scene())


def test_a_room_that_is_left_as_soon_as_it_was_entered_is_not_asked() -> None:
    """One batch brings both, as in the flood of joins after a start."""

    async def scene() -> None:
        course, left = Course(), Left(ROOM, LEFT_BY_US)
        await course.inbound.process(Batch((Joined(ROOM, archives=True, visit=1), left), 0))
        assert course.line.pages == []
        await course.enter()
        assert len(course.line.pages) == 1, "entered again, it is asked"
        course.close()

    run(VirtualLoop(), scene())


def test_a_room_that_is_back_in_the_list_is_asked_again_as_soon_as_any_other() -> None:
    """What its archive failed before says nothing: replies wait until the room has caught up."""

    async def scene() -> None:
        course = Course()
        for _ in range(8):
            await course.hear(PageFailed(ROOM, await course.enter(), "timeout"))
            await asyncio.sleep(CATCH_UP.max_seconds - 1)
        await course.hear(PageFailed(ROOM, await course.enter(), "timeout"))
        await course.hear(Left(ROOM, LEFT_BY_US))
        await course.hear(PageFailed(ROOM, await course.enter(), "timeout"))
        count = len(course.line.pages)
        await asyncio.sleep(2 * CATCH_UP.first_seconds)
        assert len(course.line.pages) > count
        await asyncio.gather(*course.work)
        course.close()

    run(VirtualLoop(), scene())


def test_what_waited_before_a_room_was_left_asks_its_archive_no_sooner() -> None:
    """Nor does it begin a second round of asking beside the first."""

    async def scene() -> None:
        course = Course()
        await course.hear(PageFailed(ROOM, await course.enter(), "timeout"))
        await asyncio.sleep(CATCH_UP.first_seconds - 1)
        await course.hear(Left(ROOM, LEFT_BY_US))
        await course.hear(PageFailed(ROOM, await course.enter(), "timeout"))
        count = len(course.line.pages)
        await asyncio.sleep(2)
        assert len(course.line.pages) == count
        await asyncio.sleep(CATCH_UP.first_seconds - 1)
        assert len(course.line.pages) == count + 1
        await asyncio.gather(*course.work)
        course.close()

    run(VirtualLoop(), scene())


ONLINE = ConnectionChanged(Connection(Phase.ONLINE))


class Course:
    """What comes in of a session, and what is asked by it."""

    def __init__(self) -> None:
        self.line, self.work = Line(), []
        self.vault = vault = Vault.in_memory(threads=False)
        self.catch_up = catch_up_alone(self.line.post, lambda _: None, SystemClock())
        self.inbound, _ = make_inbound(
            self.line,
            vault,
            self.catch_up,
            outbox_alone(RetryingVault(vault, ignore, ignore), self.line, _nothing),
            lambda coroutine, **_: self.work.append(asyncio.ensure_future(coroutine)),
        )

    async def hear(self, event: Event) -> None:
        await self.inbound.process(Batch((event,), 0))

    async def enter(self) -> str:
        await self.hear(Joined(ROOM, archives=True, visit=1))
        return self.line.pages[-1].query

    def close(self) -> None:
        self.vault.close()


def _ignore(_: Changes | object) -> None:
    pass


async def _nothing(_: object) -> None:
    return None
