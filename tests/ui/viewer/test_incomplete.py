"""A photo of which a part is missing says so and is not measured in."""

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPixmap

from tests.ui.still_board import StillBoard
from tests.ui.viewer.conftest import SHOTS, photograph
from workstation.ui.conversation.timeline.bodies import PictureBody, picture_hit
from workstation.ui.conversation.timeline.paint_context import PaintContext
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.media.media_lookup import MediaPhase, Thumbnail
from workstation.ui.viewer.levels import Levels
from workstation.ui.viewer.sketch import Tool


class OnePicture(StillBoard):
    """A board whose pictures are all there, whole or not."""

    def __init__(self, *, whole: bool) -> None:
        self.whole = whole

    def thumbnail(self, _url: str, size: QSize, _ratio: float) -> Thumbnail:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.darkCyan)
        return Thumbnail(MediaPhase.READY, pixmap, whole=self.whole)


def context(*, whole: bool) -> PaintContext:
    return PaintContext(OnePicture(whole=whole), 0, 1.0)


@pytest.mark.parametrize("language", list(Language))
def test_a_screen_reader_says_that_a_part_is_missing(dressed, language):  # noqa: ARG001
    set_language(language)
    body, rect = PictureBody("a"), QRectF(0, 0, 72, 72)
    missing = tr("conversation.picture.incomplete")
    assert missing in body.spoken(context(whole=False))
    assert missing not in body.spoken(context(whole=True))
    names = {picture_hit(rect, "a", context(whole=whole)).name for whole in (True, False)}
    assert len(names) == 2


@pytest.fixture
def broken(made):
    """The second photo is on show, and a part of it is missing; the third is whole."""

    def show(photo, _side):
        levels = Levels(photograph(), f"digest of {photo.url}", whole=photo.key != "k2")
        made.viewer.show_levels(photo.url, levels)
        made.viewer.show_sheet(photo.key, levels.digest, made.sheets.get(photo.key, made.nothing))

    made.nothing = made.viewer.sides.active.sketch.sheet
    made.answer = show
    made.viewer.release_pictures()
    made.viewer.show_photos(SHOTS, "k2")
    return made.viewer


def test_the_viewer_says_that_a_part_is_missing(broken):
    pane = broken.sides.active
    assert pane.head.note.accessibleName() == tr("viewer.incomplete")
    assert pane.canvas.accessibleDescription() == tr("viewer.incomplete")
    broken.step(1)
    assert pane.head.note.accessibleName() == ""
    assert pane.canvas.accessibleDescription() == ""


def test_measuring_is_not_offered_where_a_part_is_missing(broken):
    assert not broken.bar.measure.isEnabled()
    broken.step(1)
    assert broken.bar.measure.isEnabled()
    assert broken.sides.active.canvas.measure_input is None


def test_going_on_to_a_broken_photo_while_measuring_lays_the_tools_down(broken):
    broken.step(1)
    broken.bar.measure.click()
    assert broken.sides.active.canvas.measure_input is not None
    broken.step(-1)
    assert broken.sides.active.canvas.measure_input is None
    assert not any(button.isEnabled() for button in broken.measures.tools.values())
    assert broken.measures.hint.accessibleName() == tr("measure.hint.incomplete")
    broken.bar.measure.click()
    broken.step(1)
    broken.bar.measure.click()
    assert broken.measures.tools[Tool.SCALE].isEnabled()
