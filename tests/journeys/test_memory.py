"""What a day's work leaves in memory."""

import asyncio
import gc
import weakref
from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt

from tests.journeys.conftest import Work, Workplace, until
from tests.journeys.locking import CODE, lock, protect, unlock
from tests.journeys.pages import (
    at_work,
    open_viewer,
    set_code,
    submit,
    wipe,
)
from tests.ui.keys import press_in_window
from workstation.program import program, program_parts, screen_lock
from workstation.ui.viewer.levels import Levels
from workstation.ui.viewer.viewer import Viewer


async def test_a_program_that_starts_lets_go_of_what_it_frees(workplace: Workplace, monkeypatch):
    limited = []
    monkeypatch.setattr(program_parts, "return_freed_memory", lambda: limited.append(1))
    async with workplace.open():
        assert limited == [1]


@pytest.mark.usefixtures("cheap_codes")
async def test_a_lock_and_a_sign_out_give_back_what_they_freed(workplace: Workplace, monkeypatch):
    given_back = []
    for module in (screen_lock, program):
        monkeypatch.setattr(module, "return_free_pages", lambda: given_back.append(1))
    async with workplace.open() as work:
        await work.online()
        await protect(work)
        assert given_back == []
        await lock(work)
        await until(lambda: given_back == [1], "the lock gave back")
        await unlock(work)
        await wipe(work)
        await until(lambda: given_back == [1, 1], "the sign-out gave back")


async def test_pictures_that_were_looked_at_are_gone(workplace: Workplace):
    async with workplace.open() as work:
        worklist = work.session.store.worklist
        rows = [worklist.row(number).consultation for number in worklist.consultation_ids()]
        consultation = next(row for row in rows if row.pictures)
        for _ in range(3):
            work.main_window.overlays.open_picture(consultation, consultation.pictures[0])
            viewer = work.window.findChild(Viewer)
            await until(lambda viewer=viewer: viewer.sides.active.ready, "the picture is there")
            viewer.closed.emit()
            await until(lambda: work.window.findChild(Viewer) is None, "the viewer is gone")
        del viewer
        gc.collect()
        lasting = work.main_window.overlays.viewer
        for part in (lasting._export, lasting._reading):
            assert not weakref.getweakrefcount(part), "PySide keeps what leads to it"
        assert not [each for each in gc.get_objects() if isinstance(each, Levels)]


async def read_and_write(work: Work) -> None:
    await work.open_consultation(20418)
    await work.say("每晚 5 mg")


async def look_at_every_page(work: Work) -> None:
    for name in ("history", "profile", "settings", "active"):
        work.main_window.frame.show_page(name)
        await asyncio.sleep(0.1)
    work.main_window.setting_picked.emit("ui.reduced_motion", True)


async def open_every_layer(work: Work) -> None:
    await open_viewer(work)
    editor, control = work.active.composer.editor, Qt.KeyboardModifier.ControlModifier
    for key in (Qt.Key.Key_K, Qt.Key.Key_N, Qt.Key.Key_F):
        press_in_window(work.window, Qt.Key.Key_Escape)
        press_in_window(editor, key, control)
        await asyncio.sleep(0.1)


async def lock_and_unlock(work: Work) -> None:
    await protect(work)
    await lock(work)
    await unlock(work)


@pytest.mark.parametrize(
    "day", [read_and_write, look_at_every_page, open_every_layer, lock_and_unlock]
)
@pytest.mark.usefixtures("cheap_codes")
async def test_nothing_of_a_doctor_stays_once_a_colleague_works(
    workplace: Workplace, day: Callable[[Work], Awaitable[None]]
):
    async with workplace.open() as work:
        await work.online()
        await day(work)
        left = [weakref.ref(work.main_window), weakref.ref(work.session)]
        work.main_window.sign_out.keep_chosen.emit()
        await submit(work, 1002)
        await set_code(work, CODE)
        await at_work(work)

        def is_gone() -> bool:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            gc.collect()
            return not any(each() for each in left)

        await until(is_gone, "the colleague's window alone is in memory")
