"""The two buttons beside what was found."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from workstation.ui.conversation.finding.find_bar import FindBar
from workstation.ui.conversation.finding.matches import MatchSteps
from workstation.ui.kit.strings import Language, set_language


@pytest.mark.parametrize(("button", "step"), [("up", -1), ("down", 1)])
def test_each_goes_one_place_on(qtbot: QtBot, button: str, step: int) -> None:
    steps = MatchSteps()
    qtbot.addWidget(steps)
    with qtbot.waitSignal(steps.stepped) as stepped:
        getattr(steps, button).click()
    assert stepped.args == [step]


@pytest.fixture
def bar(show_widget) -> FindBar:
    searched = QWidget()
    bar = FindBar(searched)
    show_widget(bar, searched)
    bar.show_words("咳嗽")
    bar.show_place(2, 3)
    bar.offer_rest(offered=True)
    return bar


def test_what_has_no_room_is_said_in_few_letters_and_whole_to_a_screen_reader(bar):
    whole, rest = bar.steps.text.text(), bar.rest.text()
    least = bar._row.minimumSize().width()
    for width, steps, button in (
        (least, whole, rest),
        (least - 1, "2/3", rest),
        (least // 2, "2/3", ""),
        (least, whole, rest),
    ):
        bar.resize(width, bar.height())
        assert (bar.steps.text.text(), bar.rest.text()) == (steps, button)
        assert bar.steps.text.accessibleName() == whole
        assert bar.rest.accessibleName() == rest
    assert (whole, rest) == ("第 2 处，共 3 处", "查找更早的消息")


def test_what_is_offered_is_said_in_another_language_at_once(bar):
    set_language(Language.EN)
    bar.retranslate()
    assert bar.rest.accessibleName() == "Search earlier"
