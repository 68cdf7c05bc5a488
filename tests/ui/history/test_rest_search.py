"""More to look through is offered for the conversation that is open, whichever was asked about."""

import asyncio
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QWidget

from tests.fakes.sign_in import OneGroup
from tests.store.people import consultation
from tests.ui.still_board import StillBoard
from tests.ui.waiting import until
from workstation.store.feed import Feed
from workstation.ui.history.reading import EndedConversation
from workstation.ui.history.rest_search import RestSearch
from workstation.ui.kit.tasks import scope_of

PARTIAL, WHOLE = consultation(1), consultation(2)


class Doctor(OneGroup):
    """Has both consultations in the history; is told how whole one is when ``answers`` is set."""

    def __init__(self) -> None:
        listed = {each.consultation_id: each for each in (PARTIAL, WHOLE)}
        self.store = SimpleNamespace(history=listed)
        self.history = SimpleNamespace(states=Feed(), is_complete=self._is_complete)
        self.answers, self.asked = asyncio.Event(), []

    async def _is_complete(self, consultation_id):
        self.asked.append(consultation_id)
        await self.answers.wait()
        return consultation_id == WHOLE.consultation_id


@pytest.fixture
def pane(qtbot, dressed):  # noqa: ARG001
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 700)
    pane = EndedConversation(StillBoard(), lambda: 0, window)
    window.show()
    yield pane
    window.hide()


@pytest.mark.parametrize("first", [PARTIAL, WHOLE], ids=["from partial", "from whole"])
async def test_the_answer_for_the_conversation_before_is_none_for_the_one_after(pane, first):
    doctor = Doctor()
    RestSearch(doctor, pane, scope_of(pane))
    second = WHOLE if first is PARTIAL else PARTIAL
    pane.show_consultation(first)
    pane.find_bar.show_words("痒")
    pane.find_bar.edited.emit("痒")
    await until(lambda: doctor.asked)
    pane.show_consultation(second)
    doctor.answers.set()
    await until(lambda: doctor.asked[-1] == second.consultation_id)
    await until(lambda: pane.find_bar.rest.isHidden() == (second is WHOLE))
