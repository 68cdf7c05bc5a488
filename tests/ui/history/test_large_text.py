"""The history's list as wide as a small window leaves it, with the largest text: no word is cut."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.history.conftest import entries
from workstation.ui.history.pane import HistoryPane
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import theme
from workstation.ui.kit.widgets.label import Label

SMALL = (600, 560)


@pytest.fixture
def pane(qtbot: QtBot) -> Iterator[HistoryPane]:
    """With rows that are ticked and a number found."""
    theme.set_text_size(200)
    window = QWidget()  # which grants less room than the pane would like
    qtbot.addWidget(window)
    window.resize(1200, 560)
    pane = HistoryPane(window)
    pane.resize(*SMALL)
    window.show()
    pane.show_entries(entries(14))
    pane.show_counts(132, 14, narrowed=True)
    pane.selection.show_ticks(3, 14, Qt.CheckState.PartiallyChecked)
    yield pane
    window.hide()


def cut_words(pane: HistoryPane) -> list[str]:
    parts = [*pane.findChildren(QAbstractButton), *pane.findChildren(Label)]
    seen = [part for part in parts if part.isVisible() and part.text()]
    return [part.text() for part in seen if part.width() < part.sizeHint().width()]


@pytest.mark.parametrize("language", Language)
def test_no_word_is_cut(qtbot: QtBot, pane: HistoryPane, language: Language) -> None:
    set_language(language)
    for part in (pane, pane.filters, pane.selection):
        part.retranslate()
    pane.show_counts(132, 14, narrowed=True)
    lines = 2 if language is Language.EN else 1
    chips = pane.filters.pictures, pane.filters.voice
    qtbot.waitUntil(lambda: len({chip.y() for chip in chips}) == lines and not cut_words(pane))


def test_all_that_gives_way_comes_back_with_the_room(qtbot: QtBot, pane: HistoryPane) -> None:
    given = pane.total, pane.selection.all, pane.filters.count_label
    set_language(Language.EN)
    for part in (pane, pane.filters, pane.selection):
        part.retranslate()
    pane.show_counts(132, 14, narrowed=True)
    qtbot.waitUntil(lambda: not any(part.isVisible() for part in given))
    pane.resize(1200, 560)
    qtbot.waitUntil(lambda: all(part.isVisible() for part in given))
