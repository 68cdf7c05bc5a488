"""Purging a patient goes on to its end, whatever the doctor asks or closes meanwhile."""

import asyncio

import pytest
from PySide6.QtWidgets import QWidget

from tests.fakes.sign_in import OneGroup
from tests.store.people import consultation
from tests.ui.waiting import until
from workstation.base.task_scope import TaskScope
from workstation.domain.purge import PatientData
from workstation.ui.conversation.purge import PurgeWiring
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.strings import tr
from workstation.ui.kit.tasks import scope_of


class SlowPurge(OneGroup):
    """A sign-in whose purges end when they are let go on."""

    def __init__(self) -> None:
        self.begun, self.done = [], []
        self.goes_on, self.tasks = asyncio.Event(), TaskScope()
        self.spawn = self.tasks.spawn

    async def survey(self, asked) -> PatientData:
        return PatientData((asked.consultation_id,), in_process=0, unsent=0, drafts=0)

    @property
    def purge(self) -> "Purge":
        return Purge(self)


class Purge:
    """The service of that name."""

    def __init__(self, sign_in: SlowPurge) -> None:
        self._sign_in, self.survey = sign_in, sign_in.survey

    async def purge(self, data: PatientData) -> None:
        self._sign_in.begun += data.consultation_ids
        await self._sign_in.goes_on.wait()
        self._sign_in.done += data.consultation_ids


class Frame(QWidget):
    """What a wiring says its sentences over."""

    def __init__(self) -> None:
        super().__init__()
        self.sentences: list[str] = []
        self.notify = self.sentences.append


@pytest.fixture
def frame(qtbot, dressed, qloop) -> Frame:  # noqa: ARG001
    shown_frame = Frame()
    qtbot.addWidget(shown_frame)
    shown_frame.resize(800, 600)
    shown_frame.show()
    return shown_frame


async def agree(wiring: PurgeWiring, frame: Frame, number: int) -> None:
    wiring.ask(consultation(number))
    await until(lambda: dialogs(frame))
    dialogs(frame)[-1].answer("purge")


def dialogs(frame: Frame) -> list[Dialog]:
    return [one for one in frame.findChildren(Dialog) if one.isVisible()]


async def test_what_is_agreed_to_is_done_while_the_next_is_asked(frame):
    sign_in, scope = SlowPurge(), scope_of(frame)
    wiring = PurgeWiring(sign_in, frame, scope)
    await agree(wiring, frame, 1)
    await until(lambda: sign_in.begun == [1])
    await agree(wiring, frame, 2)
    await until(lambda: sign_in.begun == [1, 2])
    scope.close()  # the window of the sign-in
    sign_in.goes_on.set()
    await sign_in.tasks.join()
    assert sign_in.done == [1, 2]
    names = [consultation(number).target.name for number in (1, 2)]
    assert frame.sentences == [tr("purge.done", name=name) for name in names]
