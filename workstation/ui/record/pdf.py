"""The record as a PDF in memory: real text, fonts embedded, nothing on the disk."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter

from workstation import __version__
from workstation.ui.kit.strings import tr
from workstation.ui.record.paged_record import PagedRecord
from workstation.ui.record.paper import PX_PER_INCH
from workstation.ui.record.selectable import make_selectable

DOTS_PER_PX = 8


def make_pdf(record: PagedRecord, is_wanted: Callable[[], bool] = lambda: True) -> bytes:
    """All pages; empty once ``is_wanted`` says that nobody wants them any more.

    The file's own title names the consultation by number only. Raises ``DeviceRefused``.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PX_PER_INCH * DOTS_PER_PX)
    writer.setPageLayout(a4_layout())
    writer.setTitle(record.title)
    writer.setCreator(f"{tr('record.program')} {__version__}")
    record.paint(writer, is_wanted)
    return make_selectable(bytes(buffer.data().data())) if is_wanted() else b""


def a4_layout() -> QPageLayout:
    """The whole sheet: margins are the record's own."""
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()
    )
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout
