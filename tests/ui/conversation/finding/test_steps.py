"""The two buttons beside what was found."""

import pytest
from pytestqt.qtbot import QtBot

from workstation.ui.conversation.finding.matches import MatchSteps


@pytest.mark.parametrize(("button", "step"), [("up", -1), ("down", 1)])
def test_each_goes_one_place_on(qtbot: QtBot, button: str, step: int) -> None:
    steps = MatchSteps()
    qtbot.addWidget(steps)
    with qtbot.waitSignal(steps.stepped) as stepped:
        getattr(steps, button).click()
    assert stepped.args == [step]
