"""A sign-in on a line that hangs, broken off on its page."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.sign_in.page import SignInPage

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(show_widget: Callable[..., QWidget]) -> SignInPage:
    """The page, filled in."""
    page = SignInPage("1.2.3")
    show_widget(page).resize(1000, 900)
    page.show_address("clinic.example.com")
    page.token.set_text(" s3cret ")
    return page


@pytest.mark.parametrize("by", ["escape", "click", "escape on the button"])
def test_what_hangs_is_broken_off_and_the_form_is_as_it_was_filled_in(
    page: SignInPage, qtbot: QtBot, by: str
) -> None:
    page.stay.setChecked(True)
    page.token.reveal.setChecked(True)
    entrance = page.submit if by == "escape on the button" else page.token.edit
    entrance.setFocus()
    assert not page.cancel.isVisible()
    page.set_busy(busy=True)
    assert page.cancel.isVisible()
    assert page.token.edit.echoMode() is QLineEdit.EchoMode.Password
    with qtbot.waitSignal(page.cancelled):
        if by == "click":
            QTest.mouseClick(page.cancel, LEFT)
        else:
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert entrance.hasFocus()
    assert (page.address.text(), page.token.text()) == ("clinic.example.com", " s3cret ")
    assert page.stay.isChecked()
    assert page.stay.isEnabled()
    assert not page.submit.busy
    assert not page.cancel.isVisible()
    assert page.general.text == tr("sign_in.cancelled")
    set_language(Language.EN)
    assert page.general.text == tr("sign_in.cancelled")
    QTest.mouseClick(page.submit, LEFT)
    assert not page.general.text


def test_esc_breaks_nothing_off_where_nothing_is_under_way(page: SignInPage, qtbot: QtBot) -> None:
    page.token.setFocus()
    with qtbot.assertNotEmitted(page.cancelled):
        QTest.keyClick(page.token.edit, Qt.Key.Key_Escape)


def test_once_one_is_in_nothing_can_be_broken_off(page: SignInPage, qtbot: QtBot) -> None:
    page.set_busy(busy=True)
    page.cancel.setFocus()
    page.show_opening()
    assert not page.cancel.isVisible()
    assert not page.token.text()
    with qtbot.assertNotEmitted(page.cancelled):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
