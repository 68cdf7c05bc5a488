"""A record on paper: printers that are there, gone or silent, and the pages that were wanted."""

import sys
import threading
from dataclasses import replace

import pypdf
import pytest
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QPushButton

from tests.ui.record.samples import text_of
from tests.ui.waiting import until
from workstation.devices import printers
from workstation.ui.record.paged_record import PagedRecord
from workstation.ui.record.paper import PaperStyle
from workstation.ui.record.printing import make_print_dialog, print_on, selected_pages
from workstation.ui.record.record_builder import build_record


async def save_instead(leaving, why, path):
    """Ask for paper, read why there is none, and take a PDF."""
    printed = leaving.scope.spawn(leaving.records.ask_and_print(leaving.consultation))
    await until(leaving.asked)
    assert why in leaving.asked().accessibleName()
    leaving.asked().answer("pdf")
    await until(lambda: leaving.asked() and "PDF" in leaving.asked().accessibleName())
    await leaving.choose(path)
    assert "已保存" in await printed


async def test_without_a_printer_a_pdf_is_offered(leaving, tmp_path, monkeypatch):
    monkeypatch.setattr(printers.QPrinterInfo, "availablePrinterNames", list)
    await save_instead(leaving, "没有可用的打印机", tmp_path / "a.pdf")


@pytest.fixture
def silence(monkeypatch):
    """A printing service that does not answer before this is set."""
    answered = threading.Event()
    monkeypatch.setattr(printers, "_wait_for_service", answered.wait)
    yield answered
    answered.set()


async def test_where_the_printers_do_not_answer_it_is_said_and_a_pdf_offered(
    leaving, silence, tmp_path, monkeypatch
):
    monkeypatch.setattr(printers, "ANSWER_SECONDS", 0.01)
    await save_instead(leaving, "打印机没有响应", tmp_path / "a.pdf")
    assert not silence.is_set()


@pytest.mark.usefixtures("silence")
async def test_who_waits_for_the_printers_can_stop(leaving):
    printed = leaving.scope.spawn(leaving.records.ask_and_print(leaving.consultation))
    await until(leaving.bars)
    leaving.stop()
    assert "已取消" in await printed


async def print_to(leaving, path):
    """Print, and in the system's dialog pick a printer that writes a file."""
    printed = leaving.scope.spawn(leaving.records.ask_and_print(leaving.consultation))
    dialog = await leaving.print_dialog()
    dialog.printer().setOutputFileName(str(path))
    dialog.done(QPrintDialog.DialogCode.Accepted)
    return await printed


@pytest.mark.skipif(sys.platform != "win32", reason="its own dialog opens for its own printers")
@pytest.mark.usefixtures("laser")
async def test_a_printer_of_windows_that_is_gone_by_then_is_said(leaving):
    assert QPrinterInfo.defaultPrinter().isNull(), "no dialog may open here"
    assert "没有打印" in await leaving.records.ask_and_print(leaving.consultation)


@pytest.mark.usefixtures("laser")
async def test_pages_go_to_the_printer_that_was_chosen(leaving, tmp_path):
    assert "已送往打印机，1 页" in await print_to(leaving, tmp_path / "printed.pdf")
    assert "先停芒果" in text_of(tmp_path / "printed.pdf")


@pytest.mark.usefixtures("laser")
async def test_who_picks_no_printer_prints_nothing(leaving):
    printed = leaving.scope.spawn(leaving.records.ask_and_print(leaving.consultation))
    (await leaving.print_dialog()).reject()
    assert await printed == ""


@pytest.mark.qt_log_ignore("QPainter::begin")
@pytest.mark.usefixtures("laser")
async def test_a_printer_that_takes_nothing_is_said(leaving, tmp_path):
    assert "没有打印" in await print_to(leaving, tmp_path / "missing" / "printed.pdf")


def printer_to(path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def long_record(leaving):
    source = leaving.builder.source
    one = source.conversation.messages[0]
    many = tuple(replace(one, text="话" * 300, key=f"m{n}", position=n + 1) for n in range(40))
    conversation = replace(source.conversation, messages=many)
    return PagedRecord.of(
        build_record(replace(source, conversation=conversation)), {}, PaperStyle()
    )


async def test_only_the_wanted_pages_are_printed_under_their_numbers(leaving, tmp_path):
    pages = long_record(leaving)
    printer = printer_to(tmp_path / "part.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    assert await print_on(printer, pages) == 2
    assert len(pypdf.PdfReader(tmp_path / "part.pdf").pages) == 2
    text = text_of(tmp_path / "part.pdf")
    assert f"第2页，共{len(pages.pages)}页" in text
    assert f"第1页，共{len(pages.pages)}页" not in text


@pytest.mark.parametrize(("first", "last", "expected"), [(0, 0, 9), (2, 20, 8), (12, 12, 0)])
def test_a_range_beyond_the_record_is_cut(tmp_path, first, last, expected):
    printer = printer_to(tmp_path / "x.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(first, last)
    assert len(selected_pages(printer, 9)) == expected


async def test_on_other_paper_everything_stays_on_the_sheet(leaving, tmp_path):
    printer = printer_to(tmp_path / "letter.pdf")
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    await print_on(printer, PagedRecord.of(build_record(leaving.builder.source), {}, PaperStyle()))
    (page,) = pypdf.PdfReader(tmp_path / "letter.pdf").pages
    places = []

    def visit(text, matrix, at, *_):
        if text.strip():
            places.append(at[4] * matrix[1] + at[5] * matrix[3] + matrix[5])

    page.extract_text(visitor_text=visit)
    assert 0 < min(places) < page.mediabox.height / 10


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the dialog is the system's own")
async def test_every_button_of_the_print_dialog_has_room_for_its_words(leaving):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = make_print_dialog(printer, leaving.frame, 4)
    QDialog.open(dialog)
    await until(dialog.isVisible)
    buttons = [each for each in dialog.findChildren(QPushButton) if each.isVisible()]
    assert len(buttons) > 2
    cut = [each.text() for each in buttons if each.width() < each.sizeHint().width()]
    assert cut == []
    dialog.reject()
