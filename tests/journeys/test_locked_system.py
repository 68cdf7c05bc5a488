"""The system's own lock before a window that has none: nobody looks at it."""

from tests.journeys.conftest import until
from workstation.ui.shell.desktop_notifier import DesktopNotifier


async def test_without_a_code_nobody_looks_either_while_the_system_is_locked(
    workplace, monkeypatch
):
    """The window may be the active one behind that lock: what comes would count as read."""
    withdrawn = []

    def withdraw(notices: DesktopNotifier) -> None:
        withdrawn.append(notices)

    monkeypatch.setattr(DesktopNotifier, "withdraw", withdraw)
    async with workplace.open() as work:
        lock, looked = work.program.current.screen_lock, []
        await until(lambda: work.window.is_looked_at, "it is in front")
        lock._system.on_begun(True)
        assert (work.window.is_looked_at, lock.page) == (False, None)
        assert withdrawn == [lock._notices]
        work.window.activated.connect(lambda: looked.append(work.window.is_looked_at))
        lock._system.on_begun(False)
        assert looked == [True], "and what is in sight is looked at from now on"
