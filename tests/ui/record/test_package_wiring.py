"""An evidence package leaves the program: only where the doctor says, and whole or not at all."""

import asyncio
import errno
import io
import threading
import zipfile

import pypdf
import pytest
from PySide6.QtWidgets import QLabel

from tests.ui.waiting import until
from workstation.base.blocking_call import finish_writing
from workstation.domain.audit import AuditEvent
from workstation.domain.errors import StorageError
from workstation.domain.evidence import PackageVerdict
from workstation.domain.export import ExportChannel, ExportRule
from workstation.evidence import package_writer
from workstation.evidence.verification import verify_package
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.theme import theme
from workstation.ui.record import package_wiring

LEAST_OF_A_WATERMARK = 1_000
"""Bytes of a compressed page, far above what two moments of export differ by."""


@pytest.fixture
def rules(monkeypatch):
    """The rules in force, to be set; all allow otherwise."""
    rules = dict.fromkeys(ExportChannel, ExportRule.ALLOW)
    monkeypatch.setattr(export_rules, "_rules", rules)
    return rules


def export(leaving):
    return leaving.scope.spawn(leaving.packages.ask_and_export(leaving.consultation))


def stop(leaving):
    (bar,) = [bar for bar in leaving.frame.findChildren(SnackBar) if bar.isVisible()]
    bar.button.click()


async def test_a_package_is_saved_whole_and_audited_with_its_fingerprint(leaving, tmp_path):
    lines = []
    leaving.packages._gate.record = lambda *line: lines.append(line)
    exporting = export(leaving)
    await until(leaving.asked)
    words = [label.text() for label in leaving.asked().findChildren(QLabel)]
    assert any("不加密" in text for text in words)
    await leaving.choose(tmp_path / "a.zip")
    assert await exporting == "已保存：a.zip，2 个原件"
    marks = {"a.zip:Zone.Identifier"}  # a stream of the file on Windows, a file under Wine
    assert {path.name for path in tmp_path.iterdir()} - marks == {"a.zip"}
    report = verify_package(tmp_path / "a.zip")
    assert (report.verdict, report.count) == (PackageVerdict.INTACT, 5)
    number = leaving.consultation.consultation_id
    assert lines == [(AuditEvent.EVIDENCE_EXPORTED, number, report.fingerprint)]
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        listed = package.read("files.sha256")
        pages = pypdf.PdfReader(io.BytesIO(package.read("record.pdf"))).pages
        assert package.read("originals/0001.jpg") == leaving.pictures.content
    text = "".join("".join(page.extract_text().split()) for page in pages)
    assert package_writer.hash_of(listed) in text


async def test_the_record_of_a_package_bears_the_policy_s_watermark(leaving, tmp_path):
    sizes = []
    try:
        for name, watermarked in (("plain.zip", False), ("marked.zip", True)):
            theme.set_watermarked(watermarked)
            exporting = export(leaving)
            await leaving.choose(tmp_path / name)
            assert name in await exporting
            with zipfile.ZipFile(tmp_path / name) as package:
                sizes.append(package.getinfo("record.pdf").file_size)
    finally:
        theme.set_watermarked(False)
    assert sizes[1] > sizes[0] + LEAST_OF_A_WATERMARK


async def test_an_original_that_cannot_be_had_is_told_in_the_record(leaving, tmp_path):
    leaving.pictures.gone.add(leaving.consultation.pictures[0])
    exporting = export(leaving)
    await leaving.choose(tmp_path / "a.zip")
    assert "1 个原件未能取得" in await exporting
    assert verify_package(tmp_path / "a.zip").verdict is PackageVerdict.INTACT


async def test_it_can_be_stopped_while_originals_come(leaving, tmp_path, monkeypatch):
    never = threading.Event()

    async def original(_url):
        await until(never.is_set)

    monkeypatch.setattr(leaving.pictures, "original", original)
    exporting = export(leaving)
    await leaving.choose(tmp_path / "a.zip")
    await until(leaving.bars)
    stop(leaving)
    assert "没有保存" in await exporting
    assert list(tmp_path.iterdir()) == []


async def test_a_place_that_does_not_answer_holds_up_no_other_package(
    leaving, tmp_path, monkeypatch
):
    share, back, create = tmp_path / "share", threading.Event(), package_writer.create_partial
    share.mkdir()

    def create_when_back(folder, prefix):
        if folder == share:
            back.wait()
        return create(folder, prefix)

    monkeypatch.setattr(package_wiring, "STOP_SECONDS", 0.0)
    monkeypatch.setattr(package_writer, "create_partial", create_when_back)
    exporting = export(leaving)
    await leaving.choose(share / "a.zip")
    await until(leaving.bars)
    stop(leaving)
    assert "没有保存" in await exporting
    exporting = export(leaving)
    await leaving.choose(tmp_path / "b.zip")
    assert "b.zip" in await exporting
    back.set()
    assert await asyncio.to_thread(finish_writing)
    assert list(share.iterdir()) == []


async def test_data_here_that_cannot_be_read_are_not_blamed_on_the_place(
    leaving, tmp_path, monkeypatch
):
    """The doctor would choose one place after the other, and none would do."""

    async def unreadable(_url):
        raise StorageError("cannot be read")

    monkeypatch.setattr(leaving.pictures, "original", unreadable)
    exporting = export(leaving)
    await leaving.choose(tmp_path / "a.zip")
    assert "无法读写本机数据" in await exporting
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "磁盘空间不足"), (errno.ENOENT, "无法写入")]
)
async def test_a_place_that_takes_nothing_is_said_once(
    leaving, tmp_path, monkeypatch, number, words
):
    def refuse(_folder, _prefix):
        raise OSError(number, "no")

    monkeypatch.setattr(package_writer, "create_partial", refuse)
    exporting = export(leaving)
    await leaving.choose(tmp_path / "a.zip")
    assert words in await exporting
    assert list(tmp_path.iterdir()) == []


async def test_a_package_that_cannot_have_its_name_leaves_nothing_of_a_patient(
    leaving, tmp_path, monkeypatch
):
    def refuse(_partial, _target):
        raise OSError(errno.EACCES, "in use")

    monkeypatch.setattr(package_writer.held_files, "replace", refuse)
    exporting = export(leaving)
    await leaving.choose(tmp_path / "a.zip")
    assert "无法写入" in await exporting
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("channel", [ExportChannel.PDF, ExportChannel.FILE])
async def test_a_package_is_denied_where_one_of_its_parts_is(leaving, rules, channel):
    rules[channel] = ExportRule.DENY
    assert await export(leaving) == ""
    assert leaving.bars() == [export_rules.denial(channel)]
    assert leaving.asked() is None


async def test_the_policy_s_question_takes_the_place_of_our_own(leaving, rules):
    rules[ExportChannel.FILE] = ExportRule.ASK
    exporting = export(leaving)
    await until(leaving.asked)
    assert leaving.asked().accessibleName().startswith("导出证据包？")
    leaving.asked().answer("go_on")
    await until(leaving.files)
    (offered,) = leaving.files().selectedFiles()
    assert offered.endswith("证据包-20418-2026-11-25.zip")
    leaving.files().reject()
    assert await exporting == ""
