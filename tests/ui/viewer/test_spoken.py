"""What a screen reader is told of what the keys do to a picture: how it lies, what is measured."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.viewer.conftest import Shown
from tests.ui.viewer.hands import click, press
from workstation.ui.kit.announcer import announcer

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier

pytestmark = pytest.mark.usefixtures("screen_reader")


@pytest.fixture
def scaled(made: Shown) -> Shown:
    """A length is measured next, on a picture with a scale."""
    press(made, Key.Key_M)
    press(made, Key.Key_1)
    click(made.viewer.sides.active, (400, 500), (800, 500))
    return made


def test_the_keys_of_the_view_say_how_the_picture_lies(made: Shown):
    press(made, Key.Key_1)
    assert announcer.recent[0] == "100%"
    press(made, Key.Key_R)
    assert announcer.recent[0] == "100%；已旋转 90°"
    press(made, Key.Key_I)
    assert announcer.recent[0].endswith("；已旋转 90°；已反相；只调整显示，原图不变")
    before = announcer.recent
    press(made, Key.Key_F6)
    assert announcer.recent == before, "a key that changes nothing of it says nothing of it"


def test_measuring_begins_with_how_it_is_done(made: Shown):
    press(made, Key.Key_M)
    assert announcer.recent[:2][1].startswith("点击参照物的一端")
    assert announcer.recent[2:4] == ("还没有测量结果", "标定")
    assert announcer.recent[0].startswith("键盘操作：按空格")


def test_a_tool_that_a_key_took_and_the_end_of_measuring_are_said(made: Shown):
    press(made, Key.Key_M)
    press(made, Key.Key_D)
    assert "长度" in announcer.recent[:2]
    press(made, Key.Key_Escape)
    press(made, Key.Key_Escape)
    assert announcer.recent[0] == "已结束测量"
    assert "移动" in announcer.recent[:2]
    press(made, Key.Key_M)
    made.viewer.hide()
    made.viewer.modes.set_measuring(on=False)
    assert announcer.recent[0].startswith("点击参照物的一端"), "the keys are known, the viewer gone"


def test_aligning_says_what_to_do_how_far_it_is_and_its_end(made: Shown):
    press(made, Key.Key_C)
    press(made, Key.Key_G)
    assert announcer.recent[:2][1].endswith("左 0/2，右 0/2")
    click(made.viewer.sides.panes[0], (400, 500))
    assert announcer.recent[0].endswith("左 1/2，右 0/2")
    press(made, Key.Key_G)
    assert announcer.recent[0] == "已结束对齐"


def test_points_and_sizes_are_said_as_they_come(scaled: Shown):
    pane = scaled.viewer.sides.active
    click(pane, (500, 600))
    assert announcer.recent[0] == "已标 1 点"
    click(pane, (500, 840))
    assert announcer.recent[0] == "约 6.0 mm"


def test_what_is_taken_in_hand_deleted_and_brought_back_is_said(scaled: Shown):
    click(scaled.viewer.sides.active, (500, 600), (500, 840))
    press(scaled, Key.Key_PageUp)
    assert announcer.recent[0] == "约 6.0 mm，第 2 点，共 2 点"
    press(scaled, Key.Key_PageDown)
    assert announcer.recent[0] == "尺子 10 mm，第 1 点，共 2 点"
    press(scaled, Key.Key_PageUp)
    press(scaled, Key.Key_Delete)
    assert announcer.recent[0] == "还没有测量结果"
    press(scaled, Key.Key_Z, CTRL)
    assert announcer.recent[0] == "约 6.0 mm"


def test_the_side_to_which_tab_leads_is_said(made: Shown):
    press(made, Key.Key_C)
    for word in ("左", "右"):
        press(made, Key.Key_Tab)
        assert announcer.recent[0].startswith(f"{word} photo ")


def test_the_things_of_known_size_have_the_keyboard_at_once(scaled: Shown, qtbot):
    scaled.viewer.window().activateWindow()
    qtbot.waitUntil(scaled.viewer.isActiveWindow)
    press(scaled, Key.Key_T)
    choice = QApplication.focusWidget()
    assert choice.accessibleName() == "尺子"
    assert choice.parentWidget().accessibleName().startswith("参照物")
    QTest.keyClick(choice, Key.Key_Escape)
    assert scaled.viewer.hasFocus()


def test_what_a_key_switched_on_or_off_is_said(made: Shown):
    press(made, Key.Key_Q)
    assert announcer.recent[0] == "只看清晰的图片；已开启"
    press(made, Key.Key_Q)
    assert announcer.recent[0] == "只看清晰的图片；已关闭"
    before = announcer.recent
    press(made, Key.Key_L)
    assert announcer.recent == before, "zooming is linked of two photos only"
