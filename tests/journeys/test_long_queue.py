"""A doctor who knows a long queue sees it before the platform is asked for it again."""

from tests.journeys.conftest import until
from workstation.domain.changes import Place
from workstation.session import after_window


async def test_the_known_rows_are_in_the_window_before_the_list_is_read(workplace, monkeypatch):
    monkeypatch.setattr(after_window, "MAX_ROWS_BESIDE", 0)
    monkeypatch.setattr(after_window, "WINDOW_SECONDS", 3_600)
    async with workplace.open() as work:
        await until(lambda: work.session.lists.queue.state.read_ms, "the first sign-in reads it")
    rows_then = []
    async with workplace.open(sign_in=False) as work:
        await until(lambda: work.program.session is not None)

        def note(change):
            if change[0] is Place.IN_PROCESS:
                rows_then.append(work.active.queue.list.entries.rowCount())

        work.session.lists.states.subscribe(note)
        await until(lambda: work.session.lists.queue.state.read_ms, "the platform was asked")
    assert rows_then
    assert all(rows_then)
