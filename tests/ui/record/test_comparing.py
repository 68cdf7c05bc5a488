"""Photos that a doctor aligned stand beside each other in the record, the later one laid over."""

import hashlib

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from workstation.domain.geometry import Point
from workstation.domain.measurement import MeasurementSheet, Scale, Shape, ShapeKind
from workstation.services.media_reader import LoadedMedia
from workstation.ui.media.pictures import encode
from workstation.ui.record.comparing import MarkedFigure, compare_figures
from workstation.ui.record.content import Figure
from workstation.ui.record.paper_pictures import shrink

OLD, NEW = (Point(400, 300), Point(1200, 900)), (Point(200, 150), Point(600, 450))
"""The same moles; from the later photo on, everything is half as large."""

RULER = Scale(Point(0, 0), Point(100, 0), 10)


def photo(spot: Point) -> bytes:
    """Grey, 1600 by 1200, with a red spot of 100 pixels."""
    image = QImage(1600, 1200, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    painter.fillRect(round(spot.x) - 50, round(spot.y) - 50, 100, 100, QColor("#c02020"))
    painter.end()
    return encode(image, "jpeg")


def marked(number: int, content: bytes, landmarks, length: float = 0.0) -> MarkedFigure:
    line = Shape(ShapeKind.LENGTH, (Point(0, 0), Point(length, 0)))
    sheet = MeasurementSheet(RULER, (line,) if length else (), landmarks)
    return MarkedFigure(Figure(number, f"/{number}"), shrink(content, "jpeg"), sheet)


def test_the_later_photo_is_laid_as_the_first_lies():
    first = marked(1, photo(Point(800, 600)), OLD, 100)
    later = marked(3, photo(Point(400, 300)), NEW, 150)
    (compared,) = compare_figures([first, later])
    assert compared.comparison.first == first.figure
    assert compared.comparison.later.number == 3
    assert compared.comparison.changes == ("长度约 10 → 15 mm（+50%，未校正倾斜）",)
    image = QImage.fromData(compared.picture.content)
    assert (image.width(), image.height()) == (960, 720)
    spot = image.pixelColor(480, 360)
    assert spot.red() - spot.green() > 80
    beside = image.pixelColor(480 + 90, 360)
    assert abs(beside.red() - beside.green()) < 12, "the spot is as large as twice its own size"


@pytest.mark.parametrize("landmarks", [(), NEW[:1], (NEW[0], NEW[0])])
def test_what_does_not_align_is_not_compared(landmarks):
    content = photo(Point(800, 600))
    assert not list(compare_figures([marked(1, content, OLD), marked(2, content, landmarks)]))
    assert not list(compare_figures([marked(1, content, OLD)]))
    assert not list(compare_figures([]))


async def test_a_record_has_the_comparison_unless_a_policy_forbids_it(leaving):
    contents = {
        "https://a.example/1.jpg": photo(Point(800, 600)),
        "https://a.example/2.jpg": photo(Point(400, 300)),
    }

    async def picture(url):
        return LoadedMedia(contents[url], "jpeg", "image/jpeg")

    leaving.pictures.picture = picture
    for content, landmarks in zip(contents.values(), (OLD, NEW), strict=True):
        digest = hashlib.sha256(content).hexdigest()
        leaving.builder.sheets[digest] = MeasurementSheet(landmarks=landmarks)
    pages = []
    for leaving.may_align in (True, False):
        laid_out = await leaving.records.lay_out(leaving.builder.source, SilentProgress())
        pages.append(laid_out.sheets.record.comparisons)
    assert [len(comparisons) for comparisons in pages] == [1, 0]


class SilentProgress:
    def show_text(self, _text: str) -> None:
        """Nobody waits."""
