"""The record as a PDF in memory: real text, fonts embedded, nothing on the disk."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter

from workstation import __version__
from workstation.ui.kit.strings import tr
from workstation.ui.record.archival import finish_archival, make_archival
from workstation.ui.record.paged_record import PagedRecord
from workstation.ui.record.paper import PX_PER_INCH
from workstation.ui.record.selectable import make_selectable

DOTS_PER_PX = 8


def make_pdf(
    record: PagedRecord, is_wanted: Callable[[], bool] = lambda: True, *, identifier: str = ""
) -> bytes:
    """All pages; empty once ``is_wanted`` says that nobody wants them any more.

    The file's own title names the consultation by number only. With an ``identifier`` it is one for
    archives (PDF/A-1b). Raises ``DeviceRefused``.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PX_PER_INCH * DOTS_PER_PX)
    writer.setPageLayout(a4_layout())
    writer.setTitle(record.title)
    writer.setCreator(f"{tr('record.program')} {__version__}")
    if identifier:
        make_archival(writer, identifier)
        record = record.opaque()
    record.paint(writer, is_wanted)
    if not is_wanted():
        return b""
    content = make_selectable(bytes(buffer.data().data()))
    return finish_archival(content) if identifier else content


def a4_layout() -> QPageLayout:
    """The layout of a whole sheet of A4: margins are the record's own."""
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()
    )
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout
