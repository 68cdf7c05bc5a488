"""Menus and questions that are open while a policy sets another language."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.strings import Language, join_sentences, set_language, tr
from workstation.ui.kit.widgets.button import Button
from workstation.ui.kit.widgets.label import Label


@pytest.fixture
def anchor(show_widget: Callable[..., QWidget]) -> Button:
    """What a menu hangs on."""
    made = Button("更多")
    show_widget(made)
    return made


def test_an_open_menu_speaks_the_language_of_the_window(anchor):
    menu = Menu(anchor)
    line = menu.add(tr("widgets.copy"), int, denial=tr("widgets.close"))
    typed = menu.add("儿科", int)
    menu.open()
    set_language(Language.EN)
    assert (line.text(), line.accessibleName()) == ("Copy", "Copy")
    assert line.accessibleDescription() == "Close"
    assert [note.text() for note in menu.findChildren(Label)] == ["Close"]
    assert typed.text() == "儿科"
    assert line.sizeHint().width() <= line.width()


def test_a_question_that_is_open_is_asked_in_the_language_of_the_window(show_widget):
    window = show_widget()
    text = join_sentences("\n", (tr("widgets.copy"), tr("widgets.paste")))
    dialog = Dialog(window, tr("sign_out.title"), text)
    button = dialog.add_button("cancel", tr("widgets.close"))
    dialog.body.addWidget(Label("王小宝"))
    dialog.open()
    set_language(Language.EN)
    titles = [label.text() for label in dialog.findChildren(Label)]
    assert titles == [tr("sign_out.title"), "Copy\nPaste", "王小宝"]
    assert dialog.accessibleName() == tr("sign_out.title")
    assert button.text() == "Close"
    dialog.answer("cancel")


def test_a_menu_that_scrolls_is_as_wide_as_its_words_in_the_other_language(anchor):
    """Its lines were cut at the width of the words it had been opened with."""
    menu = Menu(anchor, width=40)
    lines = [menu.add(tr("widgets.copy"), int) for _ in range(60)]
    menu.open()
    before = menu.width()
    set_language(Language.EN)
    assert menu.width() > before
    assert all(line.sizeHint().width() <= line.width() for line in lines)
    set_language(Language.ZH)
    assert menu.width() == before
