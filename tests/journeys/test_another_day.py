"""A window that stands open over midnight: no sentence calls a time of yesterday one of today."""

from tests.journeys.conftest import until
from workstation.base.clock import DAY_MS
from workstation.ui.kit.strings import formats
from workstation.ui.main_window.midnight_watch import MidnightWatch


async def test_when_a_list_was_read_last_is_said_anew_on_another_day(workplace):
    """They said "last read at 23:50" until they were asked for again, minutes after midnight."""
    async with workplace.open() as work:
        await work.online()
        lists, frame = work.session.lists, work.main_window.frame
        work.clinic.dial("http=500@GET /consult/*_list")
        lists.queue.request_now()
        lists.history.request_now()
        await until(lambda: lists.queue.state.error and lists.history.state.error, "both fail")
        frame.show_page("history")
        bars = [work.active.queue.problem_bar, frame.page("history").list_pane.problem_bar]
        await until(lambda: not any(bar.isHidden() for bar in bars), "both say so")
        clock = work.session.clock
        clock.observe(clock.now_ms() + DAY_MS, 0)
        frame.findChild(MidnightWatch).check()
        for bar, one in zip(bars, (lists.queue, lists.history), strict=True):
            when = formats.past_time(one.state.read_ms, clock.now_ms(), in_sentence=True)
            assert when in bar.text.text()
