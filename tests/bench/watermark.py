"""The watermark over a whole window, painted: it is drawn over whatever the window repaints."""

from collections.abc import Iterator

from desk import in_window
from measurement import Row, median, percentile, seconds
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QWidget

from workstation.ui.kit.theme import theme
from workstation.ui.watermark.mark import WatermarkShape
from workstation.ui.watermark.screen import ScreenWatermark

WINDOW, TIMES = QSize(1_440, 900), 300
GOAL_MS = 0.3
TEXT = ("林若川 1001", "PC WARD-3", "2026-11-27 17:05")
NOTHING_ELSE = QWidget.RenderFlag(0)


def rows() -> Iterator[Row]:
    making, taken = in_window(paints)
    yield Row("watermark made anew, once a minute", median(making) * 1000, "ms")
    yield Row("watermark over 1440 x 900: median", median(taken) * 1000, "ms", most=GOAL_MS)
    yield Row("  the same, p95", percentile(taken, 95) * 1000, "ms")


async def paints() -> tuple[list[float], list[float]]:
    """Seconds of each making, and of each painting of the whole window."""
    theme.set_watermarked(True)
    window = QWidget()
    window.resize(WINDOW)
    watermark = ScreenWatermark(window, window, lambda: TEXT, lambda: 0)
    window.show()
    image = QImage(WINDOW, QImage.Format.Format_RGB32)
    image.fill(theme.colours.bg_canvas)

    def make() -> None:
        WatermarkShape.of(TEXT).picture(1.0, light=False)

    def paint() -> None:
        watermark.render(image, QPoint(), QRegion(), NOTHING_ELSE)

    making, taken = seconds(make, 20), seconds(paint, TIMES)
    theme.set_watermarked(False)
    window.close()
    window.deleteLater()
    return making, taken
