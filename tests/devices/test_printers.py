"""A printing service that hangs: the window goes on and knows."""

import ctypes.util
import socket
import sys
import threading

import pytest
from PySide6.QtPrintSupport import QPrinterInfo

from workstation.devices import printers
from workstation.devices.printers import PrinterAnswer, Printers

MAX_SECONDS = 60.0


class Service:
    """A printing service that answers once it is let."""

    def __init__(self):
        self.names, self.asked, self.may_answer = ["Laser"], 0, threading.Event()

    def wait(self):
        self.asked += 1
        assert self.may_answer.wait(MAX_SECONDS)

    def list_names(self):
        """As Qt does, in the window's thread: it must have answered before."""
        assert self.may_answer.is_set()
        return self.names


@pytest.fixture
def service(monkeypatch):
    """The service of this computer."""
    made = Service()
    monkeypatch.setattr(printers, "_wait_for_service", made.wait)
    monkeypatch.setattr(printers.QPrinterInfo, "availablePrinterNames", made.list_names)
    yield made
    made.may_answer.set()


@pytest.mark.parametrize(
    ("names", "expected"),
    [(["Laser"], PrinterAnswer.READY), ([], PrinterAnswer.NO_PRINTER)],
)
async def test_what_the_service_says_is_the_answer(service, names, expected):
    service.names = names
    service.may_answer.set()
    assert await Printers().ask() is expected


async def test_who_asks_again_waits_for_the_same_answer(service, monkeypatch):
    asking = Printers()
    monkeypatch.setattr(printers, "ANSWER_SECONDS", 0.01)
    assert [await asking.ask() for _ in range(3)] == [PrinterAnswer.SILENT] * 3
    service.may_answer.set()
    monkeypatch.setattr(printers, "ANSWER_SECONDS", MAX_SECONDS)
    assert await asking.ask() is PrinterAnswer.READY
    assert service.asked == 1
    service.names = []
    assert await asking.ask() is PrinterAnswer.NO_PRINTER
    assert service.asked == 2


@pytest.mark.usefixtures("qapp")
async def test_the_system_answers_whether_it_has_printers_or_not(monkeypatch):
    """This computer's own service, which may well not be there."""
    monkeypatch.setattr(printers, "ANSWER_SECONDS", MAX_SECONDS)
    asking = Printers()
    names = QPrinterInfo.availablePrinterNames()
    assert await asking.ask() is (PrinterAnswer.READY if names else PrinterAnswer.NO_PRINTER)
    question = asking._question
    assert isinstance(question.exception(), OSError | None)


@pytest.mark.skipif(
    sys.platform != "linux" or ctypes.util.find_library("cups") is None,
    reason="Qt asks CUPS through its library, which is not on this computer",
)
@pytest.mark.usefixtures("qapp")
async def test_cups_that_takes_what_is_asked_and_never_answers(tmp_path, monkeypatch):
    """Qt waits for it for two minutes, in whichever thread asks."""
    monkeypatch.setattr(printers, "ANSWER_SECONDS", 0.05)
    asking = Printers()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.settimeout(MAX_SECONDS)
        listening.bind(str(tmp_path / "cups"))
        listening.listen()
        monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "cups"))
        assert await asking.ask() is PrinterAnswer.SILENT
        line, _ = listening.accept()
    with line:
        assert b"POST / HTTP/1.1" in line.recv(64)
    monkeypatch.setattr(printers, "ANSWER_SECONDS", MAX_SECONDS)
    assert await asking.ask() is PrinterAnswer.NO_PRINTER
