"""What a day's work leaves in memory."""

import gc
import weakref

from tests.journeys.conftest import Workplace, until
from workstation import program_parts
from workstation.ui.viewer.levels import Levels
from workstation.ui.viewer.viewer import Viewer


async def test_a_program_that_starts_lets_go_of_what_it_frees(workplace: Workplace, monkeypatch):
    limited = []
    monkeypatch.setattr(program_parts, "return_freed_memory", lambda: limited.append(1))
    async with workplace.open():
        assert limited == [1]


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
