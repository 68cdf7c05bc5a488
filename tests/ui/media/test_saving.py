"""Files that are saved: several at once, each asked about when it is there, none in vain."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from tests.ui.waiting import until
from workstation.services.attachments import OriginalFile
from workstation.ui.kit.strings import tr
from workstation.ui.kit.tasks import scope_of
from workstation.ui.media.saving import Saving


class SlowMedia:
    """Files that come when ``gates`` opens for their address; ``asked`` names all wanted ones."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}

    def let(self, *urls: str) -> None:
        for url in urls:
            self.gates.setdefault(url, asyncio.Event()).set()

    async def original(self, url: str) -> OriginalFile:
        self.asked.append(url)
        await self.gates.setdefault(url, asyncio.Event()).wait()
        return OriginalFile(url.encode(), "ogg")

    async def document(self, url: str, _size: int | None) -> OriginalFile:
        return await self.original(url)


class SavingDoctor:
    """A window from which files are saved, and the doctor's answers."""

    def __init__(self, window: QWidget) -> None:
        self.window, self.media, self.sentences = window, SlowMedia(), []
        self.scope = scope_of(window)
        self.saving = Saving(
            window, self.media, self.scope, self.sentences.append, lambda *_what, **_more: None
        )

    def dialogs(self) -> list[QFileDialog]:
        every = self.window.findChildren(QFileDialog)
        return [dialog for dialog in every if dialog.isVisible()]

    async def answer(self, path: Path) -> str:
        """Give this name to the one dialog that is open; which name it offered."""
        await until(self.dialogs)
        (dialog,) = self.dialogs()
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        offered = field.text()
        field.setText(str(path))
        dialog.accept()
        await until(path.exists)
        return offered


@pytest.fixture
def doctor(
    qloop: asyncio.AbstractEventLoop,  # noqa: ARG001 - a running loop
    show_widget: Callable[..., QWidget],
) -> Iterator[SavingDoctor]:
    """A window in sight, with slow files."""
    made = SavingDoctor(show_widget())
    yield made
    made.scope.close()


async def test_a_second_file_leaves_the_first_that_is_still_fetched(
    doctor: SavingDoctor, tmp_path: Path
) -> None:
    doctor.saving.ask("/a", "甲", 1)
    await until(lambda: doctor.media.asked)
    doctor.saving.ask_document("/b", "乙", None, 1)
    doctor.media.let("/b")
    assert await doctor.answer(tmp_path / "b.ogg") == "乙.ogg"
    doctor.media.let("/a")
    assert await doctor.answer(tmp_path / "a.ogg") == "甲.ogg"
    assert (tmp_path / "a.ogg").read_bytes() == b"/a"
    assert (tmp_path / "b.ogg").read_bytes() == b"/b"


async def test_files_that_come_together_ask_one_after_the_other(
    doctor: SavingDoctor, tmp_path: Path
) -> None:
    for url in ("/a", "/b"):
        doctor.saving.ask(url, url[1:], 1)
    doctor.media.let("/a", "/b")
    offered = [await doctor.answer(tmp_path / f"{number}.ogg") for number in range(2)]
    assert offered == ["a.ogg", "b.ogg"]


async def test_one_file_wanted_twice_asks_once(doctor: SavingDoctor, tmp_path: Path) -> None:
    for _ in range(2):
        doctor.saving.ask("/a", "甲", 1)
    doctor.media.let("/a")
    await doctor.answer(tmp_path / "a.ogg")
    await doctor.scope.join()
    assert not doctor.dialogs()
    assert doctor.sentences == [tr("conversation.saved")]
