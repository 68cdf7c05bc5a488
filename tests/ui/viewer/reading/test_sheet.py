"""The photo and what a machine read on it, as a doctor uses it."""

import asyncio
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui.viewer.conftest import photograph
from tests.ui.viewer.desk import Desk, Kept
from tests.ui.waiting import until
from workstation.domain.audit import AuditEvent
from workstation.domain.errors import BrokenMedia
from workstation.domain.geometry import Point
from workstation.domain.ids import ConsultationId
from workstation.domain.recognised_text import RecognisedLine
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import tr
from workstation.ui.kit.tasks import scope_of
from workstation.ui.shell.window_frame import WindowFrame
from workstation.ui.viewer.levels import Levels
from workstation.ui.viewer.reading.sheet import ReadingSheet
from workstation.ui.viewer.reading.wiring import PhotoReading, readable
from workstation.ui.viewer.viewer_photo import ViewerPhoto

PHOTO = ViewerPhoto("k", "/1.jpg", "photo", consultation_id=ConsultationId(7), may_ask=True)
ROWS = (("钾", "4.1", "mmol/L", "3.5-5.3"), ("葡萄糖", "7.03", "mmol/L", "3.9-6.1"))


def lines() -> list[RecognisedLine]:
    """Two results on a photo of 1,600 by 1,200."""
    return [
        _line(text, row, column)
        for row, texts in enumerate(ROWS)
        for column, text in enumerate(texts)
    ]


def _line(text: str, row: int, column: int) -> RecognisedLine:
    x, y = 100 + 350 * column, 200 + 400 * row
    corners = (Point(x, y), Point(x + 250, y), Point(x + 250, y + 90), Point(x, y + 90))
    return RecognisedLine(text, corners)


class Texts:
    """Reads when it is let."""

    offered = True

    def __init__(self) -> None:
        self.answer: asyncio.Future[list[RecognisedLine]] = asyncio.get_event_loop().create_future()
        self.began = self.given_up = False

    async def read(self, make_readable) -> list[RecognisedLine]:
        """What is to be read."""
        make_readable()
        self.began = True
        try:
            return await asyncio.shield(self.answer)
        except asyncio.CancelledError:
            self.given_up = True
            raise


@pytest.fixture
def reading(qtbot, qloop):  # noqa: ARG001
    """A window in which a photo is being read."""
    frame = WindowFrame()
    qtbot.addWidget(frame)
    frame.resize(1_366, 768)
    frame.show()
    made = SimpleNamespace(frame=frame, texts=Texts(), notices=[], audited=[], inserted=[])
    made.scope = scope_of(frame, lambda error: pytest.fail(repr(error)))
    made.wiring = PhotoReading(
        made.texts,
        lambda: frame,
        made.scope,
        made.notices.append,
        lambda event, *_: made.audited.append(event),
        lambda photo, text: made.inserted.append((photo, text)),
    )
    yield made
    made.wiring.close()
    made.scope.close()


def begin(made, photo: ViewerPhoto = PHOTO) -> ReadingSheet:
    """Open the sheet, which is reading."""
    made.wiring.open(photo, Levels(photograph()))
    (sheet,) = [one for one in made.frame.findChildren(ReadingSheet) if one.isVisible()]
    return sheet


async def read(made, photo: ViewerPhoto = PHOTO) -> ReadingSheet:
    """Open the sheet, and let the machine be done."""
    sheet = begin(made, photo)
    made.texts.answer.set_result(lines())
    await until(lambda: sheet.rows)
    return sheet


def place_of(sheet: ReadingSheet, line: RecognisedLine) -> QPointF:
    """The middle of a line on the canvas."""
    canvas, centre = sheet.canvas, line.centre
    return canvas.view.matrix(canvas.extent).map(QPointF(centre.x, centre.y))


async def test_results_and_text_stand_beside_the_photo(reading):
    sheet = begin(reading)
    assert sheet.status.text == tr("reading.running")
    assert not sheet.copy.isVisible()
    reading.texts.answer.set_result(lines())
    await until(lambda: sheet.rows)
    assert [row.result.value for row in sheet.rows] == ["4.1", "7.03"]
    assert sheet.text.toPlainText() == "\n".join("  ".join(row) for row in ROWS)
    assert not sheet.copy.isEnabled()
    assert not sheet.insert.isEnabled()
    assert all(tr("reading.check") in row.accessibleName() for row in sheet.rows)
    assert tr("reading.direction.high") in sheet.rows[1].accessibleName()


async def test_a_result_is_selected_in_the_text_and_on_the_photo(reading):
    sheet = await read(reading)
    sheet.rows[1].click()
    assert sheet.text.selection == "  ".join(ROWS[1])
    assert [line.text for line in sheet.canvas._marked] == list(ROWS[1])
    assert sheet.insert.isEnabled()


@pytest.mark.usefixtures("screen_reader")
async def test_a_screen_reader_is_told_what_a_key_on_a_result_selected(reading):
    sheet = await read(reading)
    QTest.keyClick(sheet.rows[1], Qt.Key.Key_Space)
    assert announcer.recent[0] == f"已选中：{' '.join(ROWS[1])}"


async def test_a_result_that_is_chosen_is_brought_close_to_be_checked(reading):
    sheet = await read(reading)
    whole = sheet.canvas.view
    sheet.rows[1].click()
    part = sheet.canvas.view.visible(sheet.canvas.extent, sheet.canvas.picture_size)
    assert sheet.canvas.view.zoom > whole.zoom
    for line in sheet.rows[1].result.lines:
        assert all(part.contains(at.x, at.y) for at in line.corners)
    assert part.width() < sheet.canvas.picture_size.width()


async def test_the_result_of_what_is_selected_on_the_photo_is_marked(reading):
    sheet = await read(reading)
    value = sheet.rows[1].result.lines[1]
    QTest.mouseClick(sheet.canvas, Qt.MouseButton.LeftButton, pos=place_of(sheet, value).toPoint())
    assert [row._marked for row in sheet.rows] == [False, True]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
async def test_a_page_is_shown_upright_however_the_photo_lies(reading, quarters):
    sheet = begin(reading)
    reading.texts.answer.set_result([_lying(line, quarters) for line in lines()])
    await until(lambda: sheet.rows)
    assert sheet.canvas.view.quarters == quarters
    assert [row.result.value for row in sheet.rows] == ["4.1", "7.03"]


def _lying(line: RecognisedLine, quarters: int) -> RecognisedLine:
    """Of a page that has to be turned clockwise by so many quarters."""
    corners = line.corners
    for _ in range(quarters):
        corners = tuple(Point(at.y, 1_600 - at.x) for at in corners)
    return RecognisedLine(line.text, corners)


async def test_a_drag_over_the_photo_selects_and_beside_it_moves_it(reading):
    sheet = await read(reading)
    first, last = (place_of(sheet, line).toPoint() for line in lines()[:2])
    QTest.mousePress(sheet.canvas, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(sheet.canvas, last)
    QTest.mouseRelease(sheet.canvas, Qt.MouseButton.LeftButton, pos=last)
    assert sheet.text.selection == "  ".join(ROWS[0][:2])
    sheet.canvas.zoom(4)
    before = sheet.canvas.view
    corner = sheet.canvas.rect().bottomRight() - sheet.canvas.rect().center() / 8
    QTest.mousePress(sheet.canvas, Qt.MouseButton.LeftButton, pos=corner)
    QTest.mouseMove(sheet.canvas, corner - sheet.canvas.rect().center() / 4)
    QTest.mouseRelease(sheet.canvas, Qt.MouseButton.LeftButton)
    assert sheet.canvas.view != before
    assert sheet.text.selection == "  ".join(ROWS[0][:2])


async def test_what_is_copied_goes_by_the_gate_and_says_who_read_it(reading):
    sheet = await read(reading)
    sheet.rows[0].click()
    QTest.keyClick(sheet.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "  ".join(ROWS[0]) + "\n" + tr("reading.label")
    assert reading.audited == [AuditEvent.TEXT_COPIED]


async def test_nothing_of_a_selection_leaves_but_by_the_gate(reading):
    sheet = await read(reading)
    QGuiApplication.clipboard().clear()
    sheet.text.selectAll()
    sheet.text.copy()
    assert not QGuiApplication.clipboard().text()
    assert not sheet.text.createMimeDataFromSelection().formats()
    QTest.keyClicks(sheet.text, "x")
    assert sheet.text.toPlainText() == "\n".join("  ".join(row) for row in ROWS)


async def test_a_selection_goes_into_the_reply_and_no_further(reading):
    sheet = await read(reading)
    sheet.rows[1].click()
    sheet.insert.click()
    assert reading.inserted == [(PHOTO, "  ".join(ROWS[1]) + "\n" + tr("reading.label"))]
    assert not sheet.isVisible()


async def test_a_photo_whose_patient_cannot_be_answered_puts_nothing_into_a_reply(reading):
    sheet = await read(reading, ViewerPhoto("k", "/1.jpg", "photo"))
    assert not sheet.insert.isVisible()


async def test_without_text_or_machine_a_sentence_says_so(reading):
    sheet = begin(reading)
    reading.texts.answer.set_result([])
    await until(lambda: sheet.status.text == tr("reading.nothing"))
    assert not sheet.text.isVisible()
    reading.texts.answer = asyncio.get_event_loop().create_future()
    reading.texts.answer.set_exception(BrokenMedia("died"))
    again = begin(reading)
    await until(lambda: again.status.text == tr("reading.failed"))
    assert again.retry.isVisible()


async def test_after_a_failure_it_is_read_again_on_request(reading):
    sheet = begin(reading)
    reading.texts.answer.set_exception(BrokenMedia("killed"))
    await until(sheet.retry.isVisible)
    reading.texts.answer = asyncio.get_event_loop().create_future()
    sheet.retry.click()
    assert sheet.status.text == tr("reading.running")
    assert not sheet.retry.isVisible()
    reading.texts.answer.set_result(lines())
    await until(lambda: sheet.rows)
    assert not sheet.status.text


async def test_escape_puts_it_away_and_the_machine_stops(reading):
    sheet = begin(reading)
    await until(lambda: reading.texts.began)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    await until(lambda: reading.texts.given_up)
    await until(lambda: not reading.frame.findChildren(ReadingSheet))


@pytest.mark.usefixtures("qloop")
@pytest.mark.parametrize("offered", [True, False])
async def test_the_viewer_has_a_button_where_photos_can_be_read_and_else_no_trace(
    qtbot, tmp_path, offered
):
    photographs = Kept()
    photographs.texts = Texts()
    photographs.texts.offered = offered
    desk = Desk(qtbot, photographs, tmp_path)
    desk.open()
    viewer = await desk.ready()
    assert viewer.sides.active.read.isVisible() is offered
    QTest.keyClick(viewer, Qt.Key.Key_T)
    sheets = desk.frame.findChildren(ReadingSheet)
    assert len(sheets) == offered
    desk.wiring.close()
    await until(lambda: not desk.frame.findChildren(ReadingSheet))
    desk.scope.close()


def test_a_large_photo_is_made_smaller_and_its_rows_have_no_padding():
    photo = readable(photograph().scaled(4_002, 1_000))
    assert photo.width == 2_000
    assert len(photo.pixels) == photo.width * photo.height * 3
    assert photo.scale == pytest.approx(2.001)
