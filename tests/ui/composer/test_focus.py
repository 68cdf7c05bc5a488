"""Where the keyboard is can be seen whole, also in rows no higher than their buttons."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt

from workstation.ui.widgets.focus_ring import FocusRing

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
    bench.composer.writing.setFocus(TAB)
    assert not rings(bench)


async def test_the_answers_of_a_question_and_the_end_of_a_recording_have_one(bench):
    bench.open()
    bench.write("李一诺还烧吗")
    await bench.send()
    assert bench.composer.question.back.hasFocus()
    assert len(rings(bench)) == 1
    bench.press(Qt.Key.Key_Escape)
    bench.composer.tools.voice.click()
    assert bench.composer.recording.stop.hasFocus()
    assert len(rings(bench)) == 1
