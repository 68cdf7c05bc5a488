"""Actions are declared once: no key without a declaration, no declaration without words."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.still_board import StillBoard
from workstation.ui.history.page import HistoryPage
from workstation.ui.kit.actions import ACTIONS, ActionPlace, print_keys
from workstation.ui.kit.layers.sheet import FormSheet
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.profile.page import ProfilePage
from workstation.ui.queue.page import ActivePage
from workstation.ui.queue.parts import ActiveParts
from workstation.ui.settings.keys_sheet import KeysSheet
from workstation.ui.shell.window_frame import WindowFrame

ALIASES = {"Ctrl+=", "Ctrl+C", "Ctrl+V"}
"""Ctrl + without Shift, and what every program copies and pastes by."""


def declared() -> set[str]:
    return {keys for action in ACTIONS.values() for keys in action.keys}


def bound(widget: QWidget) -> set[str]:
    """The keys of every shortcut in a part of the window."""
    shortcuts = widget.findChildren(QShortcut)
    return {one.key().toString(QKeySequence.SequenceFormat.PortableText) for one in shortcuts}


@pytest.mark.parametrize(
    "make",
    [
        WindowFrame,
        ProfilePage,
        lambda: ActivePage(ActiveParts(StillBoard(), lambda: 0)),
        lambda: HistoryPage(StillBoard(), lambda: 0),
    ],
)
def test_every_shortcut_of_the_window_is_declared(make: type[QWidget], qtbot: QtBot) -> None:
    part = make()
    qtbot.addWidget(part)
    keys = bound(part)
    assert keys
    assert keys - ALIASES <= declared()


def test_no_key_means_two_things_in_one_place() -> None:
    for place in ActionPlace:
        keys = Counter(
            each for action in ACTIONS.values() if action.place is place for each in action.keys
        )
        assert not [each for each, count in keys.items() if count > 1]


@pytest.mark.parametrize("language", list(Language))
def test_every_action_has_its_words_in_both_languages(language: Language) -> None:
    set_language(language)
    titles = [action.title for action in ACTIONS.values()]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    assert all(action.spelled for action in ACTIONS.values())


def test_a_label_a_bookmark_and_a_summary_look_different() -> None:
    """They stand below each other in the palette, and two of them in one menu."""
    icons = [ACTIONS[name].icon for name in ("label", "bookmark", "summary")]
    assert len(set(icons)) == len(icons)


def test_keys_are_shown_as_they_are_printed() -> None:
    assert [print_keys(keys) for keys in ("Ctrl+K", "Ctrl++", "Ctrl+-", "Alt+Up", "F6", "?")] == [
        "Ctrl K",
        "Ctrl +",
        "Ctrl -",
        "Alt ↑",
        "F6",
        "?",
    ]


def buttons_of(sheet: FormSheet) -> list[QAbstractButton]:
    """Those in sight."""
    return [each for each in sheet.findChildren(QAbstractButton) if each.isVisible()]


def test_the_sheet_has_every_key_with_what_it_does(qtbot: QtBot) -> None:
    frame = WindowFrame()
    qtbot.addWidget(frame)
    frame.show()
    sheet: FormSheet = KeysSheet(frame)
    sheet.open()
    assert set(sheet.rows) == {name for name, action in ACTIONS.items() if action.keys}
    assert sheet.rows["match"].text.accessibleName() == "下一处、上一处: F3 / Shift F3"
    set_language(Language.EN)
    sheet.retranslate()
    assert sheet.title.text() == "Keyboard shortcuts"
    sheet.dismiss()


def test_the_sheet_of_keys_is_closed_by_one_thing_of_that_name(qtbot: QtBot) -> None:
    """A screen reader found "Close" at its top and again at its foot."""
    frame = WindowFrame()
    qtbot.addWidget(frame)
    frame.show()
    sheet = KeysSheet(frame)
    sheet.open()
    assert [each.accessibleName() or each.text() for each in buttons_of(sheet)] == ["关闭"]
    QTest.mouseClick(sheet.close_button, Qt.MouseButton.LeftButton)
    assert not sheet.isVisible()
