"""Pictures come into the tray, change places, go out; what is refused is named, nothing is lost."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from tests.fakes.archive import ROOM
from tests.media.conftest import encoded
from tests.ui.clicks import click_again
from tests.ui.composer.conftest import HERE, OTHER, THERE
from tests.ui.composer.fakes import painted
from tests.ui.keys import hold_down
from workstation.domain.media_errors import BrokenMedia
from workstation.domain.message import MessageKind
from workstation.ui.composer import tray_wiring as wired
from workstation.ui.composer.tray_places import STEP, THUMB, cross_of
from workstation.vault.unsent import files

ALT, NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
IMAGE = (MessageKind.IMAGE, "")


@pytest.fixture
def pictures(tmp_path):
    """Three picture files of different sizes."""
    paths = []
    for number in range(3):
        path = tmp_path / f"p{number}.png"
        path.write_bytes(encoded("PNG", (40 + number, 30)))
        paths.append(path)
    return paths


async def widths(bench) -> list[int]:
    """Of the pictures in the draft, in order."""
    draft = await bench.draft()
    descriptions = [await bench.vault.read(files.describe, name) for name in draft.files]
    return [one.width for one in descriptions]


def thumb(number: int) -> QPoint:
    return QPoint(number * STEP + THUMB // 2, THUMB // 2)


async def test_several_pasted_pictures_stand_in_their_order(bench, pictures):
    bench.open()
    bench.write("请对照")
    bench.give(*pictures)
    bench.give(painted(side=50))
    await bench.settle()
    assert await widths(bench) == [40, 41, 42, 50]
    assert len(bench.composer.tray.urls) == 4
    assert (await bench.draft()).text == "请对照"


async def test_pictures_go_before_the_words(bench, pictures):
    await bench.fill(*pictures[:2])
    bench.write("请对照")
    await bench.send()
    assert await bench.queued() == [IMAGE, IMAGE, (MessageKind.TEXT, "请对照")]
    assert bench.composer.tray.isHidden()


@pytest.mark.parametrize("is_pasted", [False, True])
async def test_a_picture_that_is_still_read_goes_with_the_words(bench, pictures, is_pasted):
    bench.open()
    bench.write("请对照")
    bench.give(painted(side=50) if is_pasted else pictures[0])
    await bench.send()
    assert await bench.queued() == [IMAGE, (MessageKind.TEXT, "请对照")]
    assert bench.composer.tray.isHidden()
    assert bench.text == ""


@pytest.mark.parametrize("is_pasted", [False, True])
async def test_what_turns_out_to_be_refused_is_read_before_the_words_go(
    bench, tmp_path, is_pasted, monkeypatch
):
    bad = tmp_path / "bad.png"
    bad.write_bytes(encoded("PNG")[:60])
    bench.open()
    bench.write("请对照")
    if is_pasted:
        monkeypatch.setattr(wired, "_upright", refuse)
    bench.give(painted(side=50) if is_pasted else bad)
    await bench.send()
    assert await bench.queued() == []
    assert "文件不完整或已损坏" in bench.error_text
    assert bench.text == "请对照"
    await bench.send()
    assert await bench.queued() == [(MessageKind.TEXT, "请对照")]


def refuse(_content):
    """As the decoder does."""
    raise BrokenMedia


async def test_pictures_alone_can_be_sent(bench, pictures):
    await bench.fill(*pictures[:1])
    bench.composer.tools.send.click()
    await bench.settle()
    assert await bench.queued() == [IMAGE]


@pytest.mark.parametrize(
    "case",
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是可以发送的图片或文件类型"),
        ("a.jpg", b"MZ" + bytes(40), "不是可以发送的图片或文件类型"),
        ("b.png", encoded("PNG")[:60], "文件不完整或已损坏"),
        ("c.png", b"", "文件是空的"),
    ],
)
async def test_what_is_refused_is_named_with_its_reason(bench, tmp_path, pictures, case):
    name, content, reason = case
    await bench.fill(*pictures[:1])
    bench.write("请对照")
    await bench.settle()
    before = await bench.draft()
    bad = tmp_path / name
    bad.write_bytes(content)
    bench.give(bad)
    await bench.settle()
    assert f"“{name}”" in bench.error_text
    assert reason in bench.error_text
    assert bench.text == "请对照"
    assert await bench.draft() == before


async def test_a_file_that_is_too_large_gone_or_no_file_is_refused(
    bench, tmp_path, pictures, monkeypatch
):
    monkeypatch.setattr(wired, "MAX_FILE_BYTES", 1_000)
    large = tmp_path / "large.png"
    large.write_bytes(encoded("PNG") + bytes(2_000))
    bench.open()
    bench.give(large, tmp_path / "gone.png", tmp_path, pictures[0])
    await bench.settle()
    assert "“large.png”没有添加：文件太大" in bench.error_text
    assert "“gone.png”没有添加：无法读取文件，请确认它还在" in bench.error_text
    assert f"“{tmp_path.name}”没有添加：这是文件夹，请打开后选择其中的文件" in bench.error_text
    assert await widths(bench) == [40]


async def test_of_many_refused_for_different_reasons_each_reason_is_said(bench, tmp_path):
    empty = [tmp_path / f"empty{number}.png" for number in range(5)]
    for path in empty:
        path.write_bytes(b"")
    bench.open()
    bench.give(*(tmp_path / f"gone{number}.png" for number in range(5)), *empty)
    await bench.settle()
    gone_line, empty_line = bench.error_text.splitlines()
    gone = "“gone0.png”、“gone1.png”、“gone2.png”和另外 2 个文件没有添加：无法读取文件"
    assert gone_line.startswith(gone)
    assert "“empty2.png”和另外 2 个文件" in empty_line
    assert "文件是空的" in empty_line


async def test_no_more_than_can_be_sent_at_once(bench, pictures, monkeypatch):
    monkeypatch.setattr(wired, "MAX_PICTURES", 2)
    await bench.fill(*pictures)
    assert await widths(bench) == [40, 41]
    assert "最多发送 2 个" in bench.error_text


async def test_a_clipboard_that_gives_no_picture_is_said(bench):
    bench.open()
    bench.give(QImage())
    await bench.settle()
    assert "无法读取剪贴板中的图片" in bench.error_text


async def test_a_full_disk_refuses_a_picture_and_says_so(bench, pictures, full):
    bench.open()
    await bench.settle()
    full()
    bench.give(pictures[0])
    await bench.settle()
    assert "磁盘" in bench.error_text
    assert bench.composer.tray.urls == ()


async def test_pictures_change_places_by_keys(bench, pictures):
    await bench.fill(*pictures)
    bench.composer.tray.setFocus()
    bench.press(Qt.Key.Key_Right)
    bench.press(Qt.Key.Key_Left, ALT)
    await bench.settle()
    assert await widths(bench) == [41, 40, 42]
    bench.press(Qt.Key.Key_Right, ALT)
    bench.press(Qt.Key.Key_Right, ALT)
    await bench.settle()
    assert await widths(bench) == [40, 42, 41]


async def test_pictures_change_places_by_dragging(bench, pictures):
    await bench.fill(*pictures)
    tray, left = bench.composer.tray, Qt.MouseButton.LeftButton
    QTest.mousePress(tray, left, NONE, thumb(0))
    dragged = tray.urls[0]
    for number in (1, 2):
        QTest.mouseMove(tray, thumb(number))
        assert tray.urls[number] == dragged
    QTest.mouseRelease(tray, left, NONE, thumb(2))
    await bench.settle()
    assert await widths(bench) == [41, 42, 40]


async def test_pictures_are_taken_out_by_key_and_by_their_cross(bench, pictures):
    await bench.fill(*pictures)
    tray = bench.composer.tray
    tray.setFocus()
    bench.press(Qt.Key.Key_Delete)
    await bench.settle()
    assert await widths(bench) == [41, 42]
    cross = cross_of(tray.picture_rect(1).toRectF()).center().toPoint()
    QTest.mouseClick(tray, Qt.MouseButton.LeftButton, NONE, cross)
    await bench.settle()
    assert await widths(bench) == [41]
    bench.press(Qt.Key.Key_Backspace)
    await bench.settle()
    assert tray.isHidden()
    assert (await bench.draft()).files == ()


async def test_a_double_click_on_a_cross_takes_out_one_picture(bench, pictures):
    await bench.fill(*pictures)
    tray = bench.composer.tray
    cross = cross_of(tray.picture_rect(0).toRectF()).center().toPoint()
    QTest.mouseClick(tray, Qt.MouseButton.LeftButton, NONE, cross)
    await bench.settle()
    click_again(tray, cross)
    await bench.settle()
    assert await widths(bench) == [41, 42]


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
async def test_a_key_held_down_takes_out_one_picture(bench, pictures, key):
    await bench.fill(*pictures)
    asked = []
    bench.composer.tray.removed.connect(asked.append)
    bench.composer.tray.setFocus()
    hold_down(key)
    await bench.settle()
    assert len(asked) == 1
    assert len(await widths(bench)) == 2


async def test_pictures_stay_with_their_consultation(bench, pictures):
    await bench.fill(*pictures[:2])
    bench.open(THERE)
    assert bench.composer.tray.isHidden()
    bench.open(HERE)
    assert len(bench.composer.tray.urls) == 2
    assert (await bench.draft(OTHER)).files == ()


async def test_a_picture_given_before_a_switch_comes_to_where_it_was_given(bench, pictures):
    bench.open(HERE)
    bench.give(pictures[0])
    bench.open(THERE)
    await bench.settle()
    assert len((await bench.draft(ROOM)).files) == 1
    assert (await bench.draft(OTHER)).files == ()
    assert bench.composer.tray.isHidden()


async def test_keys_open_the_file_picker_and_what_is_picked_comes_in(bench, pictures):
    bench.open()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    bench.press(Qt.Key.Key_A, keys)
    dialog = bench.composer.findChild(QFileDialog)
    assert dialog is not None
    dialog.filesSelected.emit([str(path) for path in pictures[:2]])
    dialog.reject()
    await bench.settle()
    assert await widths(bench) == [40, 41]


async def test_a_screen_reader_hears_which_picture_the_keyboard_is_on(bench, pictures):
    await bench.fill(*pictures)
    tray = bench.composer.tray
    tray.setFocus()
    bench.press(Qt.Key.Key_Right)
    assert "第 2 张，共 3 张" in tray.accessibleDescription()
