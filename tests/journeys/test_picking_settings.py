"""What the doctor picks holds at once, is saved behind the window, and a refusal is said."""

import json
import threading
from pathlib import Path

import pytest

from tests.journeys.conftest import Work, until
from workstation.base import atomic_write
from workstation.domain.errors import DiskFull
from workstation.settings import save
from workstation.ui.kit.layers.snack_parts import SnackText
from workstation.ui.kit.strings import Language, error_text, language
from workstation.ui.sign_in.page import SignInPage

FULL = DiskFull("no room")


class SlowDisk:
    """Takes no settings until it is ``free``, and refuses them then if it is ``full``."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.free, self.full = threading.Event(), False
        patch.setattr(save, "write_atomically", self._write)

    def _write(self, path: Path, content: bytes) -> None:
        assert self.free.wait(30)
        if self.full:
            raise FULL
        atomic_write.write_atomically(path, content)


@pytest.fixture
def disk(monkeypatch):
    disk = SlowDisk(monkeypatch)
    yield disk
    disk.free.set()


def rows(work: Work) -> dict:
    work.main_window.frame.show_page("settings")
    return work.main_window.frame.page("settings").rows


def notices(work: Work) -> list[str]:
    return [text.accessibleName() for text in work.window.findChildren(SnackText)]


async def test_a_disk_that_takes_its_time_holds_nothing_up_and_the_end_waits_for_it(
    workplace, disk
):
    async with workplace.open() as work:
        switch = rows(work)["notifications.sound"].switch
        switch.click()
        assert work.program.parts.resolution.settings.notify_sound
        for _ in range(2):
            work.main_window.frame.text_size_asked.emit(150)
        assert work.program.parts.resolution.settings.text_size == 150
        assert switch.isChecked()
        threading.Timer(0.05, disk.free.set).start()
    stored = json.loads((workplace.folders.config / "settings.json").read_text())
    assert stored == {"notifications.sound": True, "ui.text_size": 150}


async def test_a_full_disk_puts_the_row_back_and_says_so(workplace, disk, expect_log):
    expect_log.append("a setting was not saved")
    disk.full = True
    async with workplace.open() as work:
        switch = rows(work)["notifications.sound"].switch
        switch.click()
        assert switch.isChecked()
        disk.free.set()
        await until(lambda: str(error_text(FULL)) in notices(work), "it is said")
        assert not switch.isChecked()
        assert not work.program.parts.resolution.settings.notify_sound


async def test_a_full_disk_puts_the_language_of_the_sign_in_back(workplace, disk, expect_log):
    expect_log.append("a setting was not saved")
    disk.full = True
    async with workplace.open(sign_in=False) as work:
        await until(lambda: work.page_at_sight(SignInPage), "nobody is signed in")
        page, before = work.page_at_sight(SignInPage), language()
        page.footer.picked.emit("ui.language", "en")
        assert language() is Language.EN is not before
        disk.free.set()
        await until(lambda: page.error is FULL, "it is said")
        assert language() is before
        assert page.footer.language.currentData() == before.value
