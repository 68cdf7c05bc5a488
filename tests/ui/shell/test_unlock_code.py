"""The unlock code in the middle of the work: what is said when it is set, and when it is not."""

import asyncio

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from workstation.domain.errors import StorageError
from workstation.domain.keys import KeyKind
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.kit.tasks import scope_of
from workstation.ui.shell.unlock_code.sheet import CodeSheet
from workstation.ui.shell.unlock_code.wiring import UnlockCodeWiring


class SlowKey:
    """Deriving a key takes its time."""

    kind, min_length = KeyKind.CODE, 6

    def __init__(self) -> None:
        self.derived: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def change(self, *_: object) -> None:
        await self.derived


@pytest.mark.parametrize("fault", [None, StorageError()])
async def test_put_away_meanwhile_the_outcome_is_said_all_the_same(qloop, show_widget, fault):  # noqa: ARG001
    window, notices, errors = QWidget(), [], []
    show_widget(window)
    scope, service = scope_of(window, errors.append), SlowKey()
    wiring = UnlockCodeWiring(service, window, scope, notices.append)
    wiring._open("change", KeyKind.CODE)
    sheet = window.findChild(CodeSheet)
    sheet.asked.emit()
    await asyncio.sleep(0)
    sheet.dismiss()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if fault is None:
        service.derived.set_result(None)
    else:
        service.derived.set_exception(fault)
    await scope.join()
    assert errors == []
    assert notices == [tr("code.change.done") if fault is None else str(error_text(fault))]
