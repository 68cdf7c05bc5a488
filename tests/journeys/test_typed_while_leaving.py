"""What is typed while a sign-in or the program is being left: asked about, or never taken in."""

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.full_disk import SmallDisk, small_disk
from tests.journeys.conftest import Workplace, until
from tests.journeys.locking import protect
from tests.journeys.pages import dialog_of, sign_in_page
from workstation.ui.kit import save_timer
from workstation.ui.lock.page import LockPage
from workstation.ui.shell.ending_page import EndingPage

MANGO = 20418
WORDS = "abc"

pytestmark = pytest.mark.usefixtures("caplog")


@pytest.fixture
def disk(tmp_path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "small") as small:
        yield small


@pytest.fixture
def place(workplace, disk) -> Workplace:
    return Workplace(disk.folder / "profile", workplace.clinic)


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(save_timer, "RETRY_MS", 50)


async def open_mango(work) -> None:
    await work.open_consultation(MANGO)
    await work.caught_up(MANGO)
    work.active.composer.editor.setFocus()


def leave(work, by: str) -> None:
    """By the window's close button, or by signing out."""
    if by == "window":
        work.window.closing.emit()
    else:
        work.main_window.sign_out.keep_chosen.emit()


@pytest.mark.parametrize("by", ["window", "sign-out"])
async def test_from_the_moment_of_leaving_on_no_letter_is_taken_in(place, disk, by):
    """The turns of the loop until the end begins are enough for a letter and Enter."""
    async with place.open() as work:
        await open_mango(work)
        editor = work.active.composer.editor
        disk.fill()
        leave(work, by)
        is_leaving = work.program.parts.closing.is_set() or work.program.current.end.is_set()
        QTest.keyClicks(QApplication.focusWidget() or work.window, WORDS)
        taken_in, page = editor.toPlainText(), work.page_at_sight(EndingPage)
        disk.make_room()
        if by == "sign-out":
            await sign_in_page(work)
            assert not work.window.is_covered
    assert is_leaving
    assert taken_in == ""
    assert page is not None


async def test_words_typed_while_the_losses_are_counted_are_asked_about(place, disk, monkeypatch):
    async with place.open() as work:
        await open_mango(work)
        disk.fill()
        work.write(WORDS)
        await until(lambda: work.active.composer.message.text, "it is refused")
        disk.make_room()
        confirmation, counted = work.program.leave_confirmation, []
        wait_for_writes = confirmation._wait_for_writes

        async def wait_then_type_on():
            await wait_for_writes()
            if not work.session.messaging.drafting.unsaved and not counted:
                counted.append("nothing")
                await asyncio.to_thread(disk.fill)
                work.write("在别的之后写的")

        monkeypatch.setattr(confirmation, "_wait_for_writes", wait_then_type_on)
        leave(work, "window")
        await until(lambda: counted, "something is typed meanwhile")
        question = await dialog_of(work, "keeping.leave.title")
        is_closing = work.program.parts.closing.is_set()
        question.answer("leave")
        await until(work.program.parts.closing.is_set, "it closes")
    assert not is_closing


@pytest.mark.usefixtures("cheap_codes")
async def test_a_lock_that_comes_at_the_moment_of_leaving_lies_over_nothing(workplace):
    """Over the page that says what ends it would stand alone, and that one would stay."""
    async with workplace.open() as work:
        await protect(work)
        leave(work, "sign-out")
        work.program.current.screen_lock.lock("idle")
        pages = work.page_at_sight(LockPage), work.page_at_sight(EndingPage)
        await sign_in_page(work)
        assert not work.window.is_covered
    assert [page is not None for page in pages] == [False, True]
