"""On a computer that keeps nothing, memory holds the words for the next sign-in, and no window."""

import asyncio
import gc
import weakref

from PySide6.QtCore import QCoreApplication, QEvent

from tests.fakes.secrets import MemorySecrets
from tests.journeys.conftest import until
from tests.journeys.pages import decline_code, sign_in_page


async def come_in(work) -> None:
    page = await sign_in_page(work)
    page.submitted.emit(work.clinic.address, work.clinic.token_of(1001), False)
    await decline_code(work)
    await until(lambda: work.program.main_window is not None, "signed in")


def is_gone(window: "weakref.ref[object]") -> bool:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    return window() is None


async def test_the_window_of_an_earlier_sign_in_is_gone(workplace, expect_log):
    expect_log.append("kept in memory only")
    workplace.keys = MemorySecrets()
    async with workplace.open(sign_in=False) as work:
        await come_in(work)
        first = weakref.ref(work.main_window)
        for _ in range(2):
            await asyncio.to_thread(work.clinic.renew_token, work.clinic.member_id)
            work.session.refresh()
            await come_in(work)
        await until(lambda: is_gone(first), "the first window is gone")
