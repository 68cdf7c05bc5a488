"""Pictures in a row of the record: as high as what stands there, and each in its shape."""

import pytest

from tests.ui.record.samples import photograph
from workstation.ui.record.content import Figure
from workstation.ui.record.figures import MAX_HEIGHT, CaptionedFigure, FigureRow
from workstation.ui.record.paper import TEXT_WIDTH, PaperStyle
from workstation.ui.record.paper_pictures import LostPicture, shrink


def row_height(*sizes: tuple[int, int] | None) -> float:
    """Of a row of photos; ``None`` is one that was not had."""
    figures = [Figure(number, f"https://a.example/{number}.jpg") for number in range(len(sizes))]
    pictures = {
        figure.url: LostPicture("") if size is None else shrink(photograph(*size), "jpeg")
        for figure, size in zip(figures, sizes, strict=True)
    }
    row = FigureRow([CaptionedFigure(each) for each in figures], pictures, PaperStyle(), TEXT_WIDTH)
    return row._high


@pytest.mark.parametrize(
    ("sizes", "height"),
    [
        (((600, 2_400),), MAX_HEIGHT),
        (((1_600, 160),), MAX_HEIGHT * 2.5 / 10),
        (((1, 1),), 1),
        (((1, 1), (600, 2_400)), MAX_HEIGHT),
        ((None, (1, 1)), MAX_HEIGHT),
    ],
    ids=["tall", "flat", "one point", "beside a tall one", "beside a lost one"],
)
def test_a_row_is_as_high_as_its_highest_picture(dressed, sizes, height):  # noqa: ARG001
    assert row_height(*sizes) == pytest.approx(height, abs=1)
