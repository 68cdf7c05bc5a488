"""A record leaves the program: only where the doctor says, and all of it."""

import errno
import sys
import threading
from dataclasses import replace

import pypdf
import pytest
import shiboken6
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QLabel

from tests.ui.waiting import until
from workstation.devices import printers
from workstation.domain.errors import DiskFull
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.record import paper_output as module
from workstation.ui.record import questions
from workstation.ui.record.paged_record import PagedRecord
from workstation.ui.record.paper import PaperStyle
from workstation.ui.record.printing import print_on, selected_pages
from workstation.ui.record.record_builder import build_record
from workstation.ui.record.selectable import WRITTEN_FORMS


def text_of(path):
    text = "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)
    return "".join(WRITTEN_FORMS.get(character, character) for character in text)


def stop(leaving):
    (bar,) = [bar for bar in leaving.frame.findChildren(SnackBar) if bar.isVisible()]
    bar.button.click()


async def test_a_pdf_is_saved_where_the_doctor_says_after_a_warning(leaving, tmp_path):
    leaving.records.save(leaving.consultation)
    await until(leaving.asked)
    words = [label.text() for label in leaving.asked().findChildren(QLabel)]
    assert any("不再加密" in text for text in words)
    await leaving.choose(tmp_path / "记录.pdf")
    await until(lambda: leaving.bars() == ["已保存：记录.pdf，1 页"])
    assert [path.name for path in tmp_path.iterdir()] == ["记录.pdf"]
    assert "先停芒果" in text_of(tmp_path / "记录.pdf")
    assert len(pypdf.PdfReader(tmp_path / "记录.pdf").pages[0].images) == 2


@pytest.mark.parametrize("place", ["hint", "files"])
async def test_who_thinks_better_of_it_saves_nothing(leaving, place, monkeypatch):
    monkeypatch.setattr(module, "write_atomically", None)
    saving = leaving.scope.spawn(leaving.records.ask_and_save(leaving.consultation))
    await until(leaving.asked)
    if place == "hint":
        leaving.asked().answer("cancel")
    else:
        leaving.asked().answer("choose")
        await until(leaving.files)
        leaving.files().reject()
    assert await saving == ""


async def test_the_name_that_is_offered_tells_no_patient_s(leaving):
    leaving.records.save(leaving.consultation)
    await until(leaving.asked)
    leaving.asked().answer("choose")
    await until(leaving.files)
    (offered,) = leaving.files().selectedFiles()
    assert offered.endswith("咨询记录-20418-2026-11-25.pdf")
    assert "王" not in offered
    leaving.files().reject()


async def test_a_picture_that_cannot_be_had_is_counted(leaving, tmp_path):
    leaving.pictures.gone.add(leaving.consultation.pictures[0])
    saving = leaving.scope.spawn(leaving.records.ask_and_save(leaving.consultation))
    await leaving.choose(tmp_path / "a.pdf")
    assert "其中 1 张图片未能取得" in await saving
    assert "图1未能取得" in text_of(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (DiskFull("full"), "磁盘空间不足"),
        (PermissionError(errno.EACCES, "no"), "无法写入"),
    ],
)
async def test_a_place_that_takes_nothing_is_said(leaving, tmp_path, monkeypatch, error, words):
    def refuse(*_):
        raise error

    monkeypatch.setattr(module, "write_atomically", refuse)
    saving = leaving.scope.spawn(leaving.records.ask_and_save(leaving.consultation))
    await leaving.choose(tmp_path / "a.pdf")
    assert words in await saving


async def test_it_can_be_stopped_while_pictures_come(leaving, tmp_path, monkeypatch):
    never = threading.Event()

    async def picture(_url):
        await until(never.is_set)

    monkeypatch.setattr(leaving.pictures, "picture", picture)
    saving = leaving.scope.spawn(leaving.records.ask_and_save(leaving.consultation))
    await leaving.choose(tmp_path / "a.pdf")
    await until(leaving.bars)
    stop(leaving)
    assert "没有保存" in await saving
    assert list(tmp_path.iterdir()) == []


async def test_it_can_be_stopped_while_pages_are_painted(leaving, tmp_path, monkeypatch):
    asked = threading.Event()

    def pdf(_sheets, going):
        asked.set()
        while going():
            pass
        return b""

    monkeypatch.setattr(module, "make_pdf", pdf)
    saving = leaving.scope.spawn(leaving.records.ask_and_save(leaving.consultation))
    await leaving.choose(tmp_path / "a.pdf")
    await until(asked.is_set)
    stop(leaving)
    assert "没有保存" in await saving
    assert list(tmp_path.iterdir()) == []


async def test_the_window_closes_while_a_record_is_made(leaving, tmp_path, monkeypatch):
    never = threading.Event()

    async def picture(_url):
        await until(never.is_set)

    monkeypatch.setattr(leaving.pictures, "picture", picture)
    leaving.records.save(leaving.consultation)
    await leaving.choose(tmp_path / "a.pdf")
    await until(leaving.bars)
    leaving.scope.close()
    shiboken6.delete(leaving.frame)
    await leaving.scope.join()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["hint", "files", "printer"])
@pytest.mark.usefixtures("laser")
async def test_the_sign_in_ends_while_something_is_asked(leaving, place):
    if place == "printer":
        leaving.records.print(leaving.consultation)
        await leaving.print_dialog()
    else:
        leaving.records.save(leaving.consultation)
        await until(leaving.asked)
    if place == "files":
        leaving.asked().answer("choose")
        await until(leaving.files)
    leaving.scope.close()
    shiboken6.delete(leaving.frame)
    await leaving.scope.join()


async def test_without_a_chinese_font_the_doctor_is_told_first(leaving, monkeypatch):
    monkeypatch.setattr(questions.QFontDatabase, "families", lambda _system: [])
    saving = leaving.scope.spawn(leaving.records.ask_and_save(leaving.consultation))
    await until(leaving.asked)
    assert "没有中文字体" in leaving.asked().accessibleName()
    leaving.asked().answer("cancel")
    assert await saving == ""


async def test_without_a_printer_a_pdf_is_offered(leaving, tmp_path, monkeypatch):
    monkeypatch.setattr(printers.QPrinterInfo, "availablePrinterNames", list)
    printed = leaving.scope.spawn(leaving.records.ask_and_print(leaving.consultation))
    await until(leaving.asked)
    assert "没有可用的打印机" in leaving.asked().accessibleName()
    leaving.asked().answer("pdf")
    await until(lambda: leaving.asked() and "PDF" in leaving.asked().accessibleName())
    await leaving.choose(tmp_path / "a.pdf")
    assert "已保存" in await printed


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
    printed = leaving.scope.spawn(leaving.records.ask_and_print(leaving.consultation))
    await until(leaving.asked)
    assert "打印机没有响应" in leaving.asked().accessibleName()
    leaving.asked().answer("pdf")
    await until(lambda: leaving.asked() and "PDF" in leaving.asked().accessibleName())
    await leaving.choose(tmp_path / "a.pdf")
    assert "已保存" in await printed
    assert not silence.is_set()


@pytest.mark.usefixtures("silence")
async def test_who_waits_for_the_printers_can_stop(leaving):
    printed = leaving.scope.spawn(leaving.records.ask_and_print(leaving.consultation))
    await until(leaving.bars)
    stop(leaving)
    assert "已取消" in await printed


async def print_to(leaving, path):
    """Print, and in the system's dialog pick a printer that writes a file."""
    printed = leaving.scope.spawn(leaving.records.ask_and_print(leaving.consultation))
    dialog = await leaving.print_dialog()
    dialog.printer().setOutputFileName(str(path))
    dialog.done(QPrintDialog.DialogCode.Accepted)
    return await printed


@pytest.fixture
def laser(monkeypatch):
    """A printer, as far as anybody asks."""
    monkeypatch.setattr(printers.QPrinterInfo, "availablePrinterNames", lambda: ["Laser"])


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
