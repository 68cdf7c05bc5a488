"""Whether this computer has printers, without waiting for a printing service that hangs.

Qt asks the service in the thread that asks, which is the window's, and lets nothing else go on
meanwhile in any other thread either: for two minutes where CUPS is there and does not answer, for
as long as Windows looks for a printer on the network that is away. So the service is asked first by
the library that Qt itself goes by, in a thread of its own; Qt is asked once it has answered.
"""

import asyncio
import ctypes
import enum
import sys
from ctypes import byref, c_int, c_uint32, c_void_p, c_wchar_p

from PySide6.QtPrintSupport import QPrinterInfo

from workstation.base.blocking_call import start_call

ANSWER_SECONDS = 5.0
_CUPS = "libcups.so.2"
_MAX_NAME = 1024


class PrinterAnswer(enum.Enum):
    """The answers of the printing service."""

    READY = enum.auto()
    NO_PRINTER = enum.auto()
    SILENT = enum.auto()


class Printers:
    """Asks the printing service; while a question is open, no other one is put beside it."""

    def __init__(self) -> None:
        self._question: asyncio.Future[None] | None = None

    async def ask(self) -> PrinterAnswer:
        """Ask the printing service; its answer within ``ANSWER_SECONDS``."""
        if self._question is None or self._question.done():
            self._question = start_call(_wait_for_service, "printers")
        answered, _ = await asyncio.wait({self._question}, timeout=ANSWER_SECONDS)
        if not answered:
            return PrinterAnswer.SILENT
        names = QPrinterInfo.availablePrinterNames()
        return PrinterAnswer.READY if names else PrinterAnswer.NO_PRINTER


def _wait_for_service() -> None:
    """Return once Qt's questions will be answered; an error is no reason to wait any longer."""
    if sys.platform == "win32":
        _open_default_printer()
    else:
        _list_destinations()


def _open_default_printer() -> None:
    """Open the default printer by Windows' spooler, as its dialog does. Raises ``OSError``."""
    spooler = ctypes.WinDLL("winspool.drv")  # type: ignore[attr-defined,unused-ignore]
    name, size = ctypes.create_unicode_buffer(_MAX_NAME), c_uint32(_MAX_NAME)
    printer = c_void_p()
    spooler.OpenPrinterW.argtypes = [c_wchar_p, c_void_p, c_void_p]
    spooler.ClosePrinter.argtypes = [c_void_p]
    if spooler.GetDefaultPrinterW(name, byref(size)) and spooler.OpenPrinterW(
        name.value, byref(printer), None
    ):
        spooler.ClosePrinter(printer)


def _list_destinations() -> None:
    """List the printers, or raise ``OSError`` where the system has no CUPS, and so Qt none."""
    cups = ctypes.CDLL(_CUPS)
    destinations = c_void_p()
    cups.cupsFreeDests.argtypes = [c_int, c_void_p]
    cups.cupsFreeDests(cups.cupsGetDests(byref(destinations)), destinations)
