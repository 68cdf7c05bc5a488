"""A record leaves the program: only where the doctor says, and all of it."""

import asyncio
import threading

import pypdf
import pytest
import shiboken6
from PySide6.QtWidgets import QLabel

from tests.ui.record.samples import text_of
from tests.ui.waiting import until
from workstation.domain.errors import DiskFull, PlaceNotWritable
from workstation.ui.kit.layers import progress
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.strings import tr
from workstation.ui.record import paper_output as module
from workstation.ui.record import questions


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
    monkeypatch.setattr(module, "save_where_chosen", None)
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
        (PlaceNotWritable("no"), "无法写入"),
    ],
)
async def test_a_place_that_takes_nothing_is_said(leaving, tmp_path, monkeypatch, error, words):
    def refuse(*_):
        raise error

    monkeypatch.setattr(module, "save_where_chosen", refuse)
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
    leaving.stop()
    assert "没有保存" in await saving
    assert list(tmp_path.iterdir()) == []


async def test_what_waits_for_the_one_before_says_so_and_can_be_stopped(
    leaving, tmp_path, monkeypatch
):
    goes_on, fetch = asyncio.Event(), leaving.pictures.picture

    async def picture(url):
        await goes_on.wait()
        return await fetch(url)

    monkeypatch.setattr(leaving.pictures, "picture", picture)
    works = []
    for name in ("a.pdf", "b.pdf"):
        works.append(leaving.scope.spawn(leaving.records.ask_and_save(leaving.consultation)))
        await leaving.choose(tmp_path / name)
        await until(lambda: len(leaving.bars()) == len(works))
    bars = leaving.frame.findChildren(SnackBar)
    waiting = next(bar for bar in bars if bar.text == tr("record.waiting"))
    waiting.button.click()
    assert await works[1] == tr("record.stopped")
    goes_on.set()
    assert "a.pdf" in await works[0]


async def test_a_place_that_does_not_answer_is_said_to_be_written_to(
    leaving, tmp_path, monkeypatch
):
    back = threading.Event()
    monkeypatch.setattr(progress, "AT_ONCE_SECONDS", 0.0)
    monkeypatch.setattr(module, "save_where_chosen", lambda *_file: back.wait())
    saving = leaving.scope.spawn(leaving.records.ask_and_save(leaving.consultation))
    await leaving.choose(tmp_path / "a.pdf")
    await until(lambda: leaving.bars() == [tr("export.writing")])
    back.set()
    assert "a.pdf" in await saving
    assert leaving.bars() == []


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
    leaving.stop()
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
