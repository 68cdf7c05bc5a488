"""The watermark where a doctor works: over the queue and the viewer, not over the lock."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QWidget

from tests.journeys.conftest import Work, until
from tests.journeys.locking import lock, protect, unlock
from tests.journeys.pages import open_viewer
from workstation.ui.watermark.screen import ScreenWatermark

pytestmark = pytest.mark.usefixtures("cheap_codes")


def is_painted(work: Work) -> bool:
    """Whether the watermark draws anything over the window."""
    watermark = work.window.findChild(ScreenWatermark)
    image = QImage(work.window.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    blank = image.copy()
    watermark.render(image, QPoint(), QRegion(), QWidget.RenderFlag(0))
    return watermark.isVisible() and image != blank


def is_on_top(work: Work) -> bool:
    parts = [each for each in work.window.children() if isinstance(each, QWidget)]
    return isinstance(parts[-1], ScreenWatermark)


async def test_whatever_shows_a_patient_bears_it_and_the_lock_does_not(workplace, policy):
    policy["screen.watermark"] = True
    async with workplace.open() as work:
        await work.online()
        await protect(work)
        assert is_painted(work)
        viewer = await open_viewer(work)
        assert viewer.isVisible()
        assert is_painted(work)
        assert is_on_top(work)
        await lock(work)
        assert not is_painted(work)
        await unlock(work)
        assert is_painted(work)
        assert is_on_top(work)
        policy["screen.watermark"] = False
        work.window.activated.emit()
        await until(lambda: not is_painted(work))
