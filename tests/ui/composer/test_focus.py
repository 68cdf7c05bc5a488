"""Where the keyboard is can be seen whole, also in rows no higher than their buttons."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.fakes.mime import drop_on, words
from tests.ui.composer.conftest import THERE
from tests.ui.composer.fakes import painted
from tests.ui.waiting import until
from workstation.ui.kit.theme import theme
from workstation.ui.kit.widgets.focus_ring import FocusRing

TAB = Qt.FocusReason.TabFocusReason


def rings(bench) -> list[FocusRing]:
    return [ring for ring in bench.window.findChildren(FocusRing) if ring.isVisible()]


@pytest.mark.parametrize("name", ["quick", "picture", "voice", "send"])
async def test_the_ring_of_a_tool_is_whole_and_goes_with_it(bench, name):
    bench.open()
    bench.write("好")
    button = getattr(bench.composer.tools, name)
    button.setFocus(TAB)
    for _ in range(2):
        (ring,) = rings(bench)
        assert ring.visibleRegion().boundingRect() == ring.rect()
        place = QRect(button.mapTo(bench.window, QPoint(0, 0)), button.size())
        ringed = QRect(ring.mapTo(bench.window, QPoint(0, 0)), ring.size())
        assert ringed.center() == place.center()
        bench.write("\n\n")
        await bench.settle()
        bench.window.layout().activate()
    bench.composer.editor.setFocus(TAB)
    assert not rings(bench)


async def test_the_answers_of_a_question_and_the_end_of_a_recording_have_one(bench):
    bench.open()
    bench.write("李一诺还烧吗")
    await bench.send()
    assert bench.composer.confirmation.back.hasFocus()
    assert len(rings(bench)) == 1
    bench.press(Qt.Key.Key_Escape)
    bench.composer.tools.voice.click()
    assert bench.composer.recording.stop.hasFocus()
    assert len(rings(bench)) == 1


@pytest.mark.parametrize("on_text", [True, False])
async def test_after_photos_are_let_go_on_it_one_writes_about_them(
    bench, beyond, on_text, tmp_path
):
    bench.open()
    beyond.setFocus(TAB)
    name = tmp_path / "a.png"
    painted("#205060", 30).save(str(name))
    place = bench.composer.editor if on_text else bench.composer
    drop_on(place, words(files=[str(name)]))
    assert bench.composer.editor.hasFocus()
    await until(lambda: len(bench.composer.tray.urls) == 1)


@pytest.fixture
def beyond(bench) -> QLineEdit:
    """What Tab comes to after the composer, as the details are."""
    field = QLineEdit()
    bench.window.layout().addWidget(field)
    return field


@pytest.mark.usefixtures("beyond")
async def test_after_a_click_on_send_one_goes_on_writing(bench):
    bench.open()
    bench.write("好的")
    QTest.mouseClick(bench.composer.tools.send, Qt.MouseButton.LeftButton)
    await bench.settle()
    assert bench.text == ""
    assert bench.composer.editor.hasFocus()


@pytest.mark.usefixtures("beyond")
async def test_after_a_click_on_the_switch_of_the_tray_one_goes_on_writing(bench):
    """Enter then sends, and does not turn the switch back."""
    bench.open()
    bench.composer.show_files(["workstation-file:a"])
    bench.composer.enter()
    QTest.mouseClick(bench.composer.tools.original, Qt.MouseButton.LeftButton)
    assert bench.composer.tools.original.isChecked()
    assert bench.composer.editor.hasFocus()
    bench.composer.tools.original.setFocus(TAB)
    assert bench.composer.tools.original.hasFocus(), "Tab still leads to it"


@pytest.mark.usefixtures("beyond")
async def test_when_the_tray_is_empty_its_switch_gives_the_keyboard_to_the_text(bench):
    bench.open()
    bench.composer.show_files(["workstation-file:a"])
    bench.composer.tools.original.setFocus()
    assert bench.composer.tools.original.hasFocus()
    bench.composer.show_files([])
    assert bench.composer.editor.hasFocus()


@pytest.mark.usefixtures("beyond")
@pytest.mark.parametrize("on", ["question", "recording", "recorded", "tray"])
async def test_whoever_goes_to_another_patient_goes_on_writing(bench, on):
    bench.open()
    if on == "question":
        bench.write("李一诺还烧吗")
        await bench.send()
    elif on == "tray":
        bench.composer.show_files(["workstation-file:a"])
        bench.composer.tray.setFocus()
    else:
        bench.composer.tools.voice.click()
        bench.microphone.hear(3_000)
        if on == "recorded":
            bench.composer.recording.stop.click()
    assert not bench.composer.editor.hasFocus()
    bench.wiring.open(THERE)
    await bench.settle()
    assert bench.composer.editor.hasFocus()


async def test_whoever_comes_to_answer_begins_at_what_there_is_to_do(bench, beyond):
    bench.open()
    bench.composer.tools.voice.click()
    bench.microphone.hear(3_000)
    recording = bench.composer.recording
    for waits in (recording.stop, recording.listen):
        beyond.setFocus()
        bench.composer.enter()
        assert waits.hasFocus()
        recording.stop.click()
    recording.cancel.click()
    beyond.setFocus()
    bench.composer.enter()
    assert bench.composer.editor.hasFocus()


async def test_the_frame_shows_whether_one_writes_here(bench, beyond):
    def edge() -> QColor:
        box = bench.composer.box.geometry()
        return bench.composer.grab().toImage().pixelColor(box.left(), box.center().y())

    bench.open()
    assert edge() == theme.colours.focus
    bench.composer.tools.picture.setFocus()
    assert edge() == theme.colours.focus
    beyond.setFocus()
    assert edge() == theme.colours.border_input
