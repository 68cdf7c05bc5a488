"""Handing over at the window: a promise that was sent is listed by one key, and leads back."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.journeys.conftest import until
from workstation.domain.handover import HandoverKind
from workstation.domain.message import Delivery
from workstation.ui.handover.rows import ItemRow

PROMISED = "明天给您打电话"


async def test_what_was_just_promised_is_listed_by_one_key_and_leads_back(workplace):
    async with workplace.open() as work:
        await work.online()
        number, other = work.session.store.worklist.consultation_ids()[:2]
        await work.open_consultation(number)
        work.write(PROMISED)
        work.press_enter()
        sent = {Delivery.SENT, Delivery.READ}
        await until(
            lambda: any(one.text == PROMISED and one.delivery in sent for one in work.messages())
        )
        await work.open_consultation(other)
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(work.active.queue.list, Qt.Key.Key_H, both)
        sheet = work.main_window.overlays.handover.sheet
        await until(sheet.isVisible)
        rows = map(sheet.entries.entry, range(sheet.entries.rowCount()))
        (promise,) = (
            row
            for row in rows
            if isinstance(row, ItemRow)
            if (row.item.kind, row.item.text) == (HandoverKind.PROMISE, PROMISED)
        )
        sheet.list.choose(promise.key)
        QTest.keyClick(sheet.list, Qt.Key.Key_Return)
        assert sheet.isHidden()
        await until(lambda: work.active.open_key == number)
