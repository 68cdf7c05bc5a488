"""Files that are saved: several at once, each asked about when it is there, none in vain."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from tests.ui.waiting import until
from workstation.domain.errors import NetworkError
from workstation.services.media_reader import OriginalFile
from workstation.ui.kit.layers import progress
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.kit.tasks import scope_of
from workstation.ui.media.copying import PictureCopying
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
        self.bars: list[SnackBar] = []
        self.saving = Saving(
            window,
            self.media,
            self.scope,
            self.sentences.append,
            self._begin,
            lambda *_what, **_more: None,
        )

    def _begin(self, text: str, action: str) -> SnackBar:
        self.bars.append(SnackBar(self.window, text, action=action, lasts_ms=0))
        self.bars[-1].start()
        return self.bars[-1]

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


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is not there in the same turn is said to be under way."""
    monkeypatch.setattr(progress, "AT_ONCE_SECONDS", 0.0)


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


@pytest.mark.usefixtures("at_once")
async def test_a_file_that_is_still_fetched_is_said_and_can_be_stopped(
    doctor: SavingDoctor,
) -> None:
    doctor.saving.ask("/a", "甲", 1)
    await until(lambda: doctor.bars)
    assert doctor.bars[0].text == tr("conversation.fetching")
    doctor.bars[0].button.click()
    await doctor.scope.join()
    assert doctor.sentences == [tr("conversation.fetch_stopped")]
    assert not doctor.dialogs()


@pytest.mark.usefixtures("at_once")
async def test_the_bar_ends_when_the_file_is_there(doctor: SavingDoctor, tmp_path: Path) -> None:
    doctor.saving.ask("/a", "甲", 1)
    await until(lambda: doctor.bars)
    ended = []
    doctor.bars[0].expired.connect(lambda: ended.append(True))
    doctor.media.let("/a")
    await doctor.answer(tmp_path / "a.ogg")
    await doctor.scope.join()
    assert ended
    assert doctor.sentences == [tr("conversation.saved")]


@pytest.mark.usefixtures("at_once")
async def test_a_fetch_that_fails_says_why_and_ends_its_bar(
    doctor: SavingDoctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(url: str) -> OriginalFile:
        await doctor.media.gates.setdefault(url, asyncio.Event()).wait()
        raise NetworkError("gone")

    monkeypatch.setattr(doctor.media, "original", fail)
    doctor.saving.ask("/a", "甲", 1)
    await until(lambda: doctor.bars)
    doctor.media.let("/a")
    await doctor.scope.join()
    assert doctor.sentences == [str(error_text(NetworkError("gone")))]


async def test_a_file_of_the_cache_is_saved_without_a_bar(
    doctor: SavingDoctor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "AT_ONCE_SECONDS", 60.0)
    doctor.media.let("/a")
    doctor.saving.ask("/a", "甲", 1)
    await doctor.answer(tmp_path / "a.ogg")
    await doctor.scope.join()
    assert not doctor.bars


@pytest.mark.usefixtures("at_once")
async def test_a_picture_to_be_copied_is_said_and_can_be_stopped(
    doctor: SavingDoctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(_url: str) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(doctor.media, "picture", never, raising=False)
    saving = doctor.saving
    copying = PictureCopying(
        doctor.media, doctor.scope, doctor.sentences.append, saving.begin, saving.gate
    )
    copying.copy("/a", 1)
    await until(lambda: doctor.bars)
    doctor.bars[0].button.click()
    await doctor.scope.join()
    assert doctor.sentences == [tr("conversation.fetch_stopped")]
