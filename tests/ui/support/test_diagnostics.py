"""The papers for an administrator: shown word for word, saved only where the doctor says."""

import asyncio
import io
import zipfile

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from workstation.domain.diagnostics_bundle import DiagnosticsFile
from workstation.domain.errors import DiskFull
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.tasks import scope_of
from workstation.ui.kit.widgets.label import Label
from workstation.ui.settings.actions import SupportSection
from workstation.ui.support import save_dialog
from workstation.ui.support.diagnostics_wiring import DiagnosticsWiring

FILES = (
    DiagnosticsFile("README.txt", "alles <b>hier</b>\n"),
    DiagnosticsFile("logs/workstation.log", "line\n"),
)


class Opened:
    """The dialog over a window, with papers that come when the test lets them."""

    def __init__(self, window):
        self.window, self.sentences = window, list[str]()
        self.ready = asyncio.Event()
        self.scope = scope_of(window)
        self.wiring = DiagnosticsWiring(
            window, self.scope, self._gather, self.sentences.append, lambda: 1_700_000_000_000
        )

    async def _gather(self):
        await self.ready.wait()
        return FILES

    async def fill(self):
        """Open it, and wait until all papers are there."""
        self.wiring.open()
        self.ready.set()
        await self.scope.join()
        return self.wiring.dialog


@pytest.fixture
def opened(qloop, show_widget):  # noqa: ARG001 - a running loop
    return Opened(show_widget())


async def test_the_dialog_opens_at_once_and_can_be_saved_only_when_all_is_there(opened):
    opened.wiring.open()
    dialog = opened.wiring.dialog
    assert dialog.isVisible()
    assert (dialog.waiting.isVisible(), dialog.save.isEnabled()) == (True, False)
    opened.ready.set()
    await opened.scope.join()
    assert (dialog.waiting.isVisible(), dialog.save.isEnabled()) == (False, True)


async def test_every_paper_can_be_read_word_for_word(opened):
    dialog = await opened.fill()
    assert dialog.text.toPlainText() == FILES[0].text
    dialog.chosen.setCurrentIndex(1)
    assert dialog.text.toPlainText() == FILES[1].text
    assert "README.txt" in dialog.chosen.itemText(0)


async def test_all_of_it_is_in_sight_where_the_window_has_room(opened):
    opened.window.resize(1024, 700)
    dialog = await opened.fill()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    assert dialog.scroll_area.verticalScrollBar().maximum() == 0


async def test_closing_ends_the_examination_and_saves_nothing(opened):
    opened.wiring.open()
    opened.wiring.dialog.answer("cancel")
    await opened.scope.join()
    assert not opened.ready.is_set()
    assert (opened.wiring.dialog, opened.sentences) == (None, [])


async def test_what_was_shown_is_what_is_written(opened, tmp_path):
    await opened.fill()
    file = tmp_path / "papers.zip"
    await opened.wiring.write(file)
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        by_name = {name: archive.read(name).decode() for name in archive.namelist()}
    assert by_name == {paper.name: paper.text for paper in FILES}
    assert opened.sentences == ["诊断信息已保存"]


async def test_a_disk_that_is_full_is_told(opened, tmp_path, monkeypatch):
    await opened.fill()

    def full(*_: object) -> None:
        raise DiskFull("cannot write")

    monkeypatch.setattr(save_dialog, "save_where_chosen", full)
    await opened.wiring.write(tmp_path / "papers.zip")
    assert len(opened.sentences) == 1
    assert opened.sentences != ["诊断信息已保存"]


def test_the_way_there_says_that_nothing_is_sent_by_itself(show_widget):
    section = SupportSection()
    show_widget(section)
    assert any("不会自动发送" in label.text() for label in section.findChildren(Label))
    set_language(Language.EN)
    assert section.diagnostics.text() == "Open…"
