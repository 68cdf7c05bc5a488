"""Files lie in the tray beside pictures, and go out as what they are by their content."""

import asyncio
import os
import sys

import pytest
from PySide6.QtCore import Qt

from tests.fakes.archive import ROOM
from tests.fakes.documents import PDF, document, office
from tests.media.conftest import encoded
from tests.ui.composer.conftest import PATIENCE
from workstation.domain.documents import DocumentRules
from workstation.domain.message import MessageKind
from workstation.ui.composer import tray_wiring
from workstation.ui.composer.composer_context import ComposerContext
from workstation.ui.composer.drafts import ComposerDrafts
from workstation.ui.composer.open_reply import OpenReply
from workstation.ui.composer.tray_wiring import TrayWiring
from workstation.ui.kit.fields.mime import MAX_FILE_BYTES
from workstation.vault.unsent import files, outbox

GIGABYTE = 1024**3


def written(folder, name: str, content: bytes):
    path = folder / name
    path.write_bytes(content)
    return path


async def names(bench) -> list[str]:
    """Of the documents in the draft, in order."""
    return [each.name for each in (await bench.draft()).documents]


async def test_pictures_and_files_go_out_in_their_order_each_as_what_it_is(bench, tmp_path):
    picture = written(tmp_path, "arm.png", encoded("PNG", (40, 30)))
    report = written(tmp_path, "血常规.pdf", PDF)
    await bench.fill(report, picture)
    assert len(bench.composer.tray.urls) == 2
    assert not bench.composer.tools.original.isHidden()
    bench.write("请看报告")
    await bench.send()
    kinds = [kind for kind, _text in await bench.queued()]
    assert kinds == [MessageKind.FILE, MessageKind.IMAGE, MessageKind.TEXT]
    file, *_rest = await bench.vault.read(outbox.entries, ROOM)
    attachment = file.attachment
    assert (attachment.name, attachment.media_type) == ("血常规.pdf", "application/pdf")
    assert attachment.size == len(PDF)
    assert bench.composer.tray.isHidden()


async def test_a_picture_loses_its_file_s_name_when_it_is_given(bench, tmp_path):
    """Other than a file's, nobody reads it; it may be another patient's."""
    await bench.fill(written(tmp_path, "李一诺 左臂.png", encoded("PNG", (40, 30))))
    (name,) = (await bench.draft()).files
    assert (await bench.vault.read(files.describe, name)).name == "picture.png"


@pytest.mark.skipif(sys.platform == "win32", reason="names of Windows are Unicode")
async def test_a_name_that_an_older_windows_wrote_is_read(bench, tmp_path):
    """Out of an archive; refused it is named, too."""
    report, empty = (
        written(tmp_path, os.fsdecode(name.encode("gbk")), content)
        for name, content in (("血常规.pdf", PDF), ("左臂.jpg", b""))
    )
    await bench.fill(report, empty)
    assert await names(bench) == ["血常规.pdf"]
    assert "左臂.jpg" in bench.error_text


@pytest.mark.parametrize(
    ("name", "kind", "ending"),
    [
        ("a.jpg", "pdf", "a.jpg.pdf"),
        ("plan.pdf", "docx", "plan.pdf.docx"),
        ("virus.exe", "xlsx", "virus.exe.xlsx"),
        ("REPORT.PDF", "pdf", "REPORT.pdf"),
        ("x\u202efdp.exe", "pdf", "x fdp.exe.pdf"),
    ],
)
async def test_the_content_says_how_its_name_ends(bench, tmp_path, name, kind, ending):
    await bench.fill(written(tmp_path, name, document(kind)))
    assert await names(bench) == [ending]


async def test_a_name_of_4000_characters_or_of_another_folder_is_made_a_name(bench):
    bench.open()
    drafting = bench.signed_in.messaging.drafting
    for name in ("检" * 4_000 + ".pdf", "../../etc/passwd", "a\x00b\nc.pdf", ""):
        await drafting.add_document(ROOM, PDF, name)
    result = await names(bench)
    assert [len(name.encode()) <= 255 and name.endswith(".pdf") for name in result] == [True] * 4
    assert not any(sign in "".join(result) for sign in "/\\\0\n")
    await bench.settle()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (office("docx", "word/vbaProject.bin"), "带有宏的文件不能发送"),
        (b"MZ an executable", "不是可以发送的图片或文件类型"),
        (b"", "文件是空的"),
        (PDF.ljust(1024**2 + 1), "最多 1 MB"),
    ],
)
async def test_what_is_refused_is_named_with_its_reason(bench, tmp_path, content, reason):
    bench.signed_in.messaging.drafting.rules = DocumentRules.of(("pdf", "docx"), 1)
    await bench.fill(written(tmp_path, "file.pdf", content))
    assert "“file.pdf”" in bench.error_text
    assert reason in bench.error_text
    assert (await bench.draft()).files == ()


async def test_one_of_5_gigabytes_is_refused_before_it_is_read(bench, tmp_path, monkeypatch):
    path = written(tmp_path, "huge.pdf", PDF)
    os.truncate(path, 5 * GIGABYTE)
    opened = []
    monkeypatch.setattr(type(path), "open", lambda *_: opened.append(path))
    await bench.fill(path)
    assert "文件太大" in bench.error_text
    assert opened == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("film.mp4", "不是可以发送的图片或文件类型。"),
        ("report.PDF", "文件太大，最多 5 MB。"),
        ("report.docx", "不是可以发送的图片或文件类型。"),
        ("photo.JPG", "文件太大，每张最多 20 MB"),
    ],
)
async def test_of_a_huge_file_it_is_said_whether_a_smaller_one_would_be_sent(
    bench, tmp_path, name, reason
):
    bench.signed_in.messaging.drafting.rules = DocumentRules.of(("pdf",), 5)
    path = written(tmp_path, name, b"")
    os.truncate(path, MAX_FILE_BYTES + 1)
    await bench.fill(path)
    assert f"“{name}”没有添加：{reason}" in bench.error_text


async def test_where_the_policy_allows_none_only_photos_are_offered(bench, tmp_path):
    drafting = bench.signed_in.messaging.drafting
    drafting.rules = DocumentRules.of((), 20)
    reply = OpenReply(bench.signed_in, bench.composer)
    context = ComposerContext(bench.signed_in, bench.composer, reply, bench.scope)
    TrayWiring(context, ComposerDrafts(context))
    assert bench.composer.tools.picture.accessibleName() == "添加图片"
    await bench.fill(written(tmp_path, "file.pdf", PDF))
    assert "不是可以发送" in bench.error_text


async def test_files_are_said_by_name_and_found_again_after_a_restart(bench, later, tmp_path):
    assert bench.composer.tools.picture.accessibleName() == "添加图片或文件"
    await bench.fill(written(tmp_path, "血常规.pdf", PDF))
    assert "血常规.pdf" in bench.composer.tray.accessibleDescription()
    assert bench.composer.tools.original.isHidden()
    again = await later()
    again.open()
    assert "血常规.pdf" in again.composer.tray.accessibleDescription()
    again.composer.tray.removed.emit(again.composer.tray.urls[0])
    await again.settle()
    assert (await again.draft()).files == ()


async def test_of_files_no_more_than_can_be_sent_at_once(bench, tmp_path, monkeypatch):
    monkeypatch.setattr(tray_wiring, "MAX_PICTURES", 2)
    await bench.fill(*(written(tmp_path, f"{number}.pdf", PDF) for number in range(3)))
    assert await names(bench) == ["0.pdf", "1.pdf"]
    assert "最多发送 2 个" in bench.error_text


async def test_the_words_beside_a_picture_are_on_the_disk_while_it_is_made_smaller(
    bench, tmp_path, monkeypatch
):
    await bench.fill(written(tmp_path, "arm.png", encoded("PNG", (40, 30))))
    smaller = asyncio.Event()
    bench.wiring.drafts.saving.soon.setInterval(3_600_000)

    async def wait(_consultation_id, files):
        await smaller.wait()
        return tuple(files)

    monkeypatch.setattr(bench.wiring._tray, "shrink", wait)
    bench.write("看")
    bench.write("这张")
    bench.press(Qt.Key.Key_Return)
    async with asyncio.timeout(PATIENCE):
        while (await bench.draft()).text != "看这张":  # noqa: ASYNC110 - the disk tells nobody
            await asyncio.sleep(0)
    smaller.set()
    await bench.settle()
    assert (await bench.queued())[-1] == (MessageKind.TEXT, "看这张")
