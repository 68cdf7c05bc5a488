"""What a day's work leaves in memory."""

import gc
import weakref

import pytest

from tests.journeys.conftest import Workplace, until
from tests.journeys.locking import lock, protect, unlock
from tests.journeys.pages import wipe
from workstation import program, program_parts, screen_lock
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
            work.desk.overlays.open_picture(consultation, consultation.pictures[0])
            viewer = work.window.findChild(Viewer)
            await until(lambda viewer=viewer: viewer.sides.active.ready, "the picture is there")
            viewer.closed.emit()
            await until(lambda: work.window.findChild(Viewer) is None, "the viewer is gone")
        del viewer
        gc.collect()
        lasting = work.desk.overlays.viewer
        for part in (lasting._export, lasting._reading):
            assert not weakref.getweakrefcount(part), "PySide keeps what leads to it"
        assert not [each for each in gc.get_objects() if isinstance(each, Levels)]
