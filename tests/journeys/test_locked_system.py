"""The system's own lock before a window that has none: nobody looks at it."""

from tests.journeys.conftest import until
from tests.ui.composer.fakes import SilentPlayer
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
        lock.system.on_begun(True)
        assert (work.window.is_looked_at, lock.page) == (False, None)
        assert withdrawn == [lock._notices]
        work.window.activated.connect(lambda: looked.append(work.window.is_looked_at))
        lock.system.on_begun(False)
        assert looked == [True], "and what is in sight is looked at from now on"
        lock.system.on_begun(True)
        monkeypatch.setattr(lock.system._question, "ask", lock.system._question.unlocked.emit)
        lock._idle.touched.emit()
        assert work.window.is_looked_at, "who works there is asked for, where no end was told"


async def test_without_a_code_nothing_records_or_sounds_on_while_the_system_is_locked(
    workplace, microphones
):
    """Who comes by hears no patient, and no patient hears who comes by."""
    async with workplace.open() as work:
        number = work.session.store.worklist.consultation_ids()[0]
        await work.open_consultation(number)
        lock, playback = work.program.current.screen_lock, work.session.media.voices.playback
        playback._make_player, playback._has_output = SilentPlayer, lambda: True
        playback.start("a patient's", b"", "audio/wav")
        lock.system.on_begun(True)
        assert playback.current is None
        lock.system.on_begun(False)
        work.active.composer.record_asked.emit()
        microphones[0].hear(4_000)
        lock.system.on_sleep(True)
        assert not microphones[0].running
        draft = work.session.store.worklist.draft
        await until(lambda: draft(number).voice is not None, "it is kept")
        lock.system.on_sleep(False)
        assert draft(number).voice.duration_ms == 4_000
        assert work.active.composer.recording.isVisible()
