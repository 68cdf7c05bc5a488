"""Reading far back in a long conversation, and down again to what was said last."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.journeys.conftest import Work, Workplace, until
from workstation.store import timeline

MANGO = 20418
COUNT = 90
LAST = f"第{COUNT - 1}句"

pytestmark = pytest.mark.usefixtures("short_windows")


@pytest.fixture
def short_windows(monkeypatch):
    monkeypatch.setattr(timeline, "PAGE_ROWS", 20)
    # More than three views high, or reading on at one end lets go of what is near the other.
    monkeypatch.setattr(timeline, "MAX_ROWS", 60)


async def test_what_was_let_go_while_reading_back_is_read_again_on_the_way_down(workplace):
    async with far_back(workplace) as work:
        await scrolled(work, 1, lambda: LAST in work.texts())


async def test_an_answer_written_far_back_is_shown_at_the_end(workplace):
    async with far_back(workplace) as work:
        await work.say("现在的回答")
        assert LAST in work.texts()
        assert work.active.conversation.view.at_end()


@asynccontextmanager
async def far_back(workplace: Workplace) -> AsyncIterator[Work]:
    """A long conversation, read back to its beginning."""
    async with workplace.open() as work:
        await work.online()
        for number in range(COUNT):
            await work.session.messaging.outbox_writer.add_draft(MANGO, (), f"第{number}句")
        await work.session.messaging.outbox.pump(MANGO)
        await until(lambda: work.session.store.worklist.row(MANGO).unsent == 0)
        await work.open_consultation(MANGO)
        await scrolled(work, 1, lambda: LAST in work.texts())  # it opens at what is unread
        await scrolled(work, 0, lambda: "第0句" in work.texts())
        assert LAST not in work.texts()
        yield work


async def scrolled(work: Work, share: int, is_found: Callable[[], bool]) -> None:
    """Pull the bar to one of its ends until something is there."""
    bar = work.active.conversation.view.verticalScrollBar()

    def pulled() -> bool:
        bar.setValue(bar.maximum() * share)
        return is_found()

    await until(pulled)
