"""Pages on paper: the system's print dialog, and the printer in another thread."""

import asyncio
import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from workstation.domain.export import ExportPermit
from workstation.ui.kit.layers.file_dialog import delete_dialog, open_in_sight
from workstation.ui.kit.tasks import wait_for_signal
from workstation.ui.record.paged_record import DeviceRefused, PagedRecord
from workstation.ui.record.pdf import a4_layout

NATIVE = QPrinter.OutputFormat.NativeFormat


async def ask_printer(
    window: QWidget, sheets: PagedRecord, _permit: ExportPermit
) -> QPrinter | None:
    """The printer as the doctor set it, ``None`` for none. Raises ``DeviceRefused``."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if sys.platform == "win32" and printer.outputFormat() is not NATIVE:
        raise DeviceRefused  # it is gone by now, and Windows' dialog would never open
    printer.setPageLayout(a4_layout())
    printer.setDocName(sheets.title)
    dialog = make_print_dialog(printer, window, len(sheets.pages))
    finished = wait_for_signal(dialog.finished)
    # Where the dialog is the system's own, opening it is a loop, which no task may be inside of.
    QTimer.singleShot(0, dialog, lambda: open_in_sight(dialog))
    try:
        accepted = await finished == QDialog.DialogCode.Accepted
        return printer if accepted else None
    finally:
        delete_dialog(dialog)


def make_print_dialog(printer: QPrinter, window: QWidget, page_count: int) -> QPrintDialog:
    """The system's dialog, or Qt's own, whose button beside the printers has too little room."""
    dialog = QPrintDialog(printer, window)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, False)
    dialog.setMinMax(1, page_count)
    for button in dialog.findChildren(QPushButton):
        button.ensurePolished()
        button.setMinimumWidth(button.sizeHint().width())
    return dialog


async def print_on(printer: QPrinter, sheets: PagedRecord) -> int:
    """Print the pages that are wanted; how many they are. Raises ``DeviceRefused``."""
    printer.setFullPage(True)
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    page_numbers = selected_pages(printer, len(sheets.pages))
    await asyncio.to_thread(sheets.only(page_numbers).paint, printer)
    return len(page_numbers)


def selected_pages(printer: QPrinter, count: int) -> range:
    """The numbers of the pages that the dialog was told to print."""
    first, last = printer.fromPage(), printer.toPage()
    if printer.printRange() is not QPrinter.PrintRange.PageRange or not first:
        return range(1, count + 1)
    return range(first, min(last or count, count) + 1)
