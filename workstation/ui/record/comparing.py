"""Photos of a record that a doctor aligned: each later one laid as the first of them lies.

Which these are follows from what is marked in them (``domain/alignment.py``): the first marked
photo is the one that others are compared with. What does not align is not compared. Works in any
thread; the photos themselves stand in their own places as they came.
"""

from collections.abc import Iterator, Sequence
from dataclasses import field

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from workstation.domain.alignment import align, fits_on, size_changes
from workstation.domain.errors import InputError
from workstation.domain.measurement import MeasurementSheet
from workstation.domain.plane_map import PlaneMap
from workstation.domain.value import Value
from workstation.ui.media import pictures
from workstation.ui.media.size_change_texts import change_texts
from workstation.ui.record.content import Figure, RecordComparison
from workstation.ui.record.paper_pictures import PaperPicture


class MarkedFigure(Value):
    """A picture of the record, and what is marked in it, in the pixels of the whole photo."""

    figure: Figure
    picture: PaperPicture = field(repr=False)
    sheet: MeasurementSheet


class ComparedPicture(Value):
    """A comparison, and the later photo as it lies over the earlier one."""

    comparison: RecordComparison
    picture: PaperPicture = field(repr=False)


def compare_figures(marked: Sequence[MarkedFigure]) -> Iterator[ComparedPicture]:
    """Every later photo that can be laid over the first; ``marked`` in the order of the record."""
    for later in marked[1:]:
        compared = _compare(marked[0], later)
        if compared is not None:
            yield compared


def _compare(first: MarkedFigure, later: MarkedFigure) -> ComparedPicture | None:
    try:
        placement = align(first.sheet, later.sheet)
    except InputError:
        return None
    size = later.picture
    width, height = size.width / size.scale, size.height / size.scale
    if placement is None or not fits_on(placement, width, height):
        return None
    url = f"aligned:{first.figure.number}:{later.figure.number}"
    comparison = RecordComparison(
        first.figure,
        Figure(later.figure.number, url, later.figure.note),
        tuple(change_texts(size_changes(first.sheet, later.sheet))),
    )
    return ComparedPicture(comparison, _laid_over(first.picture, later.picture, placement))


def _laid_over(first: PaperPicture, later: PaperPicture, placement: PlaneMap) -> PaperPicture:
    """The later photo as large as the first, white where it shows nothing."""
    a, b, c, d, e, f, g, h, i = placement.numbers
    whole = QTransform.fromScale(1 / later.scale, 1 / later.scale)
    placed = whole * QTransform(a, d, g, b, e, h, c, f, i)
    sheet = QImage(first.width, first.height, QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setTransform(placed * QTransform.fromScale(first.scale, first.scale))
    painter.drawImage(0, 0, QImage.fromData(later.content))
    painter.end()
    return PaperPicture(pictures.encode(sheet, "jpeg"), first.width, first.height)
