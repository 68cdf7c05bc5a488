"""The end of a sign-in on a line that hangs: seconds in which nothing is lost, and nobody seen."""

import asyncio
import threading

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.journeys.conftest import until
from tests.journeys.locking import CODE, all_spoken, lock, protect, read, type_code
from tests.journeys.pages import sign_in_page
from workstation.session.session import UserSession
from workstation.ui.kit.strings import tr
from workstation.ui.lock.page import LockPage
from workstation.ui.shell.ending_page import EndingPage

MANGO = 20418
PATIENCE = 60


@pytest.fixture
def hanging(monkeypatch):
    """The end of a session is asked for, and goes on when it is told to."""
    begun, goes_on, close = asyncio.Event(), asyncio.Event(), UserSession.close

    async def close_late(session: UserSession) -> None:
        begun.set()
        await goes_on.wait()
        await close(session)

    monkeypatch.setattr(UserSession, "close", close_late)
    return begun, goes_on


def end(work, by: str) -> None:
    """The server ends it, or the doctor."""
    if by == "server":
        work.session.token_rejected.publish(None)
    elif by == "closing":
        work.window.closing.emit()
    else:
        work.main_window.sign_out.keep_chosen.emit()


@pytest.mark.parametrize(
    ("by", "ending"), [("server", "sign_in"), ("doctor", "sign_in"), ("closing", "program")]
)
async def test_whoever_types_on_types_into_nothing_that_is_lost(workplace, hanging, by, ending):
    begun, goes_on = hanging
    async with workplace.open() as work:
        await work.open_consultation(MANGO)
        editor = work.active.composer.editor
        editor.setFocus()
        work.write("先观察")
        end(work, by)
        await begun.wait()
        in_sight, page = editor.isVisible(), work.page_at_sight(EndingPage)
        QTest.keyClicks(QApplication.focusWidget() or work.window, "abc")
        text = editor.toPlainText()
        goes_on.set()
        assert not in_sight
        assert text == "先观察"
        assert page.text.text() == tr(f"window.ending.{ending}")
        if by == "closing":
            return
        await sign_in_page(work)
        assert not work.window.is_covered
        await work.come_in()
        await until(lambda: len(work.session.store.worklist) > 0)
        await work.open_consultation(MANGO)
        await until(lambda: work.active.composer.text == "先观察")


async def test_a_window_that_is_closed_again_while_it_ends_asks_nothing_more(
    workplace, hanging, monkeypatch
):
    """Whatever the answer was, the program ended; and the question stood there for nobody."""
    begun, goes_on = hanging
    asked: list[object] = []
    async with workplace.open() as work:
        await work.online()
        end(work, "closing")
        await begun.wait()
        monkeypatch.setattr(work.program.leave_confirmation, "ask", asked.append)
        end(work, "closing")
        goes_on.set()
    assert asked == []


async def test_a_locked_window_stays_locked_until_the_sign_in_page_comes(
    workplace,
    hanging,
    cheap_codes,  # noqa: ARG001
):
    begun, goes_on = hanging
    async with workplace.open() as work:
        await protect(work)
        await lock(work)
        end(work, "server")
        await begun.wait()
        pages = work.page_at_sight(LockPage), work.page_at_sight(EndingPage)
        goes_on.set()
        assert [page is not None for page in pages] == [True, False]
        await sign_in_page(work)
        assert work.page_at_sight(LockPage) is None


async def test_a_code_typed_while_the_sign_in_ends_brings_no_page_back(
    workplace,
    hanging,
    monkeypatch,
    cheap_codes,  # noqa: ARG001
):
    """A slow disk opens the database for seconds; what is typed into its pages would be lost."""
    begun, goes_on = hanging
    opening, opens, resume = threading.Event(), threading.Event(), UserSession.resume

    def resume_late(session: UserSession, key: bytes) -> None:
        opening.set()
        assert opens.wait(PATIENCE)
        resume(session, key)

    monkeypatch.setattr(UserSession, "resume", resume_late)
    async with workplace.open() as work:
        await protect(work)
        await lock(work)
        screen_lock = work.program.current.screen_lock
        await type_code(work, CODE)
        await asyncio.to_thread(opening.wait, PATIENCE)
        end(work, "server")
        await until(lambda: screen_lock._is_over, "it ends")
        opens.set()
        await begun.wait()
        in_sight, page = work.active.isVisible(), work.page_at_sight(LockPage)
        goes_on.set()
        assert not in_sight
        assert page is not None
        await sign_in_page(work)
        assert not work.window.is_covered


@pytest.mark.usefixtures("cheap_codes")
async def test_who_signs_out_at_a_locked_window_sees_no_patient(workplace, hanging):
    """On a line that hangs the end of a sign-in takes seconds, and nobody typed the code."""
    begun, goes_on = hanging
    async with workplace.open() as work:
        await protect(work)
        await until(lambda: read(work, all_spoken(work)), "patients are in sight")
        await lock(work)
        work.program.current.screen_lock.page.sign_out.click()
        await begun.wait()
        in_sight = work.active.isVisible(), read(work, all_spoken(work))
        goes_on.set()
        assert in_sight == (False, [])
        await sign_in_page(work)
        assert not work.window.is_covered
