"""A lesion over three consultations of one child: compared, measured, aligned; there next day."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.journeys.conftest import Work, until
from workstation.domain.consultation import NewConsultation, Symptom, SymptomKind
from workstation.domain.geometry import Point
from workstation.ui.conversation.timeline.hit_actions import OpenPicture
from workstation.ui.viewer.measurement_painter import size_text
from workstation.ui.viewer.overlay import Way
from workstation.ui.viewer.pane import ViewerPane
from workstation.ui.viewer.tone_controls import ViewerPopover
from workstation.ui.viewer.viewer import Viewer

MANGO = 20418
FIRST, SECOND = "patch-77-1-480x640.jpg", "patch-77-2-640x480.jpg"
LANDMARKS = (Point(150, 200), Point(300, 400))
MEASURED = ["约 12 mm", "约 100 mm²"]
Key = Qt.Key


async def test_a_lesion_is_compared_over_three_consultations_and_measured(workplace):
    async with workplace.open() as work:
        await work.online()
        first = await opened_before(work, FIRST, finished=True)
        second = await opened_before(work, SECOND, finished=False)
        viewer = await viewer_of(work)
        await until(lambda: {first, second, MANGO} <= shown_of(viewer))
        left, right = await compared(viewer, first, MANGO)
        before = left.canvas.view.zoom, right.canvas.view.zoom
        press(viewer, Key.Key_Equal, Key.Key_Equal)
        after = left.canvas.view.zoom, right.canvas.view.zoom
        assert [new / old for new, old in zip(after, before, strict=True)] == pytest.approx(
            [1.25**2] * 2
        )
        viewer.sides.activate(0)
        await measured(viewer, left)
        assert sizes(left) == MEASURED
        await aligned(viewer, left, right)  # and the program is closed at once
    async with workplace.open() as work:
        viewer = await viewer_of(work)
        await until(lambda: {first, second} <= shown_of(viewer))
        left, right = await compared(viewer, first, second)
        await until(lambda: sizes(left) == MEASURED)
        assert not sizes(right)
        assert left.sketch.sheet.landmarks == LANDMARKS


async def opened_before(work: Work, picture: str, *, finished: bool) -> int:
    """Another consultation about the same child, with a photograph of its lesion."""
    listed = work.session.store.worklist.row(MANGO).consultation
    opened = await work.session.lists.creator.create(
        NewConsultation(
            listed.creator.member_id,
            listed.target.member_id,
            listed.team.team_id,
            Symptom(SymptomKind.TEXT, "手臂上一块斑，拍照请看。"),
            (f"/media/pictures/{picture}",),
        )
    )
    number = opened.consultation.consultation_id
    if finished:
        work.clinic.finish(number)
        work.session.refresh()
        await until(lambda: work.session.store.worklist.row(number) is None, "it is in the history")
    return number


async def viewer_of(work: Work) -> Viewer:
    """Click the first photograph of the symptom."""
    await work.open_consultation(MANGO)
    url = work.session.store.worklist.row(MANGO).consultation.pictures[0]
    work.active.conversation.view.action_triggered.emit(OpenPicture(url), 0.0)
    await until(lambda: work.window.findChildren(Viewer))
    return work.window.findChild(Viewer)


def shown_of(viewer: Viewer) -> set[int]:
    """The consultations of the strip's pictures."""
    return {photo.consultation_id for photo in viewer.photos}


async def compared(viewer: Viewer, one: int, other: int) -> tuple[ViewerPane, ViewerPane]:
    """The first picture of one consultation beside the first of another."""
    press(viewer, Key.Key_C)
    for side, expected in enumerate((one, other)):
        number = next(
            n for n, photo in enumerate(viewer.photos) if photo.consultation_id == expected
        )
        viewer.sides.activate(side)
        viewer.film.strip.picked.emit(number)
    left, right = viewer.sides.panes
    await until(lambda: left.ready and right.ready, "both are decoded")
    return left, right


async def measured(viewer: Viewer, pane: ViewerPane) -> None:
    """A coin of 25 mm is 250 pixels wide: then 120 pixels, and a square of 100."""
    press(viewer, Key.Key_M, Key.Key_1)
    await until(lambda: pane.canvas.measure_input is not None, "what was measured before is read")
    viewer.measures.reference.click()
    choices = viewer.window().findChild(ViewerPopover).findChildren(QWidget)
    next(one for one in choices if "1999" in one.accessibleName()).click()
    click(pane, (120, 250), (370, 250))
    click(pane, (120, 300), (240, 300))
    press(viewer, Key.Key_A)
    click(pane, (200, 320), (300, 320), (300, 420), (200, 420), (200, 320))


async def aligned(viewer: Viewer, left: ViewerPane, right: ViewerPane) -> None:
    """Two moles are marked in both, and the later photograph lies over the earlier one."""
    press(viewer, Key.Key_M, Key.Key_G)
    await until(lambda: all(pane.sheet is not None for pane in (left, right)), "sheets are read")
    for pane in (left, right):
        for landmark in LANDMARKS:
            pane.sketch.put(landmark)
        pane.measured.emit()
    press(viewer, Key.Key_W)
    assert viewer.modes.aligning.overlay.way is Way.SWIPE
    assert not right.isVisible()


def press(viewer: Viewer, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(viewer, key)


def click(pane: ViewerPane, *places: tuple[int, int]) -> None:
    for x, y in places:
        at = pane.canvas.view.matrix(pane.canvas.extent).map(QPointF(x, y)).toPoint()
        assert pane.canvas.rect().contains(at)
        QTest.mouseClick(pane.canvas, Qt.MouseButton.LeftButton, pos=at)


def sizes(pane: ViewerPane) -> list[str]:
    return [size_text(pane.sketch.sheet, shape) for shape in pane.sketch.sheet.shapes]
