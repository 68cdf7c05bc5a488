"""The sign-in page."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from workstation.domain import errors
from workstation.ui.kit.strings import Language, error_text, set_language
from workstation.ui.kit.theme import SPACE
from workstation.ui.kit.widgets.label import Label
from workstation.ui.sign_in.page import SignInPage

LEFT = Qt.MouseButton.LeftButton
Show = Callable[..., QWidget]


@pytest.fixture
def page(show_widget: Show) -> SignInPage:
    page = SignInPage("1.2.3")
    show_widget(page).resize(1000, 900)
    return page


def fill(page: SignInPage) -> None:
    page.show_address("clinic.example.com")
    page.token.set_text(" s3cret ")


@pytest.mark.parametrize("place", ["address", "token", "stay"])
def test_enter_submits_what_was_filled_in(page: SignInPage, qtbot: QtBot, place: str) -> None:
    fill(page)
    page.stay.setChecked(True)
    getattr(page, place).setFocus()
    with qtbot.waitSignal(page.submitted) as blocker:
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    assert blocker.args == ["clinic.example.com", "s3cret", True]


def test_tab_goes_from_the_token_to_what_is_ticked_and_pressed_and_to_the_eye_last(
    page: SignInPage,
) -> None:
    """“Token, Tab, Space” is how one ticks; were the eye there, it would show the token."""
    fill(page)
    page.address.setFocus()
    stops = []
    for _ in range(8):
        stops.append(page.focusWidget())
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    form = [page.address.edit, page.token.edit, page.stay, page.submit, page.token.reveal]
    assert stops == [*form, page.footer.language, page.footer.appearance, page.address.edit]


@pytest.mark.parametrize("missing", ["address", "token"])
def test_nothing_is_submitted_while_a_field_is_empty(
    page: SignInPage, qtbot: QtBot, missing: str
) -> None:
    fill(page)
    field = getattr(page, missing)
    field.set_text("  ")
    with qtbot.assertNotEmitted(page.submitted):
        QTest.mouseClick(page.submit, LEFT)
    assert field.message.text == str(error_text(errors.InputError(missing, "empty")))
    assert field.edit.hasFocus()
    assert page.submit.text() == "登录", "nothing was tried that could be tried again"


def test_what_is_no_field_s_fault_is_tried_again_by_enter(page: SignInPage) -> None:
    """The field with the keyboard was disabled meanwhile: no key went anywhere."""
    fill(page)
    page.token.setFocus()
    page.set_busy(busy=True)
    page.show_error(errors.Refused("sign-in"))
    assert page.submit.hasFocus()


@pytest.mark.parametrize("error", [errors.DiskFull(), errors.Unreachable()])
def test_what_is_said_while_one_types_leaves_the_keyboard_there(
    page: SignInPage, error: errors.WorkstationError
) -> None:
    """A server that was looked for and is away took the rest of the token into the address."""
    page.token.setFocus()
    page.show_error(error)
    assert page.token.edit.hasFocus()


def test_what_is_said_above_the_button_does_not_touch_it(page: SignInPage) -> None:
    page.show_error(errors.DiskFull())
    words = page.general.findChild(Label)
    end = words.mapTo(page, words.rect().bottomLeft()).y()
    assert page.submit.mapTo(page, QPoint()).y() - end > SPACE.x2


def test_a_token_typed_with_an_input_method_left_on_is_what_was_meant(
    page: SignInPage, qtbot: QtBot
) -> None:
    fill(page)
    page.token.set_text("　ｓ3ｃｒｅｔ－１")
    with qtbot.waitSignal(page.submitted) as blocker:
        QTest.keyClick(page.token.edit, Qt.Key.Key_Return)
    assert blocker.args[1] == "s3cret-1"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (errors.TokenRejected(), errors.NetworkError()),
        (errors.NetworkError(), errors.TokenRejected()),
    ],
)
def test_a_second_attempt_says_only_what_went_wrong_with_itself(
    page: SignInPage, first: Exception, second: Exception
) -> None:
    fill(page)
    for error in (first, second):
        QTest.mouseClick(page.submit, LEFT)
        page.show_error(error)
    texts = [field.message.text for field in (page.address, page.token)]
    assert str(error_text(second)) in texts
    assert str(error_text(first)) not in texts


def test_while_busy_nothing_more_is_submitted(page: SignInPage, qtbot: QtBot) -> None:
    fill(page)
    page.set_busy(busy=True)
    with qtbot.assertNotEmitted(page.submitted):
        QTest.mouseClick(page.submit, LEFT)
        page.token.submitted.emit()
    assert not page.address.isEnabled()
    assert page.submit.text() == "正在登录…"
    page.set_busy(busy=False)
    assert page.submit.text() == "登录"


@pytest.mark.parametrize(
    ("error", "field"),
    [
        (errors.TokenRejected(), "token"),
        (errors.NameNotResolved(), "address"),
        (errors.TlsFailure(), "address"),
        (errors.NotThePlatform(), "address"),
        (errors.InputError("address", "malformed"), "address"),
    ],
    ids=lambda value: getattr(value, "code", value),
)
def test_an_error_is_said_beside_the_field_it_is_about(
    page: SignInPage, error: errors.WorkstationError, field: str
) -> None:
    fill(page)
    page.set_busy(busy=True)
    page.show_error(error)
    assert getattr(page, field).message.text == str(error_text(error))
    assert getattr(page, field).edit.hasFocus()
    assert not page.submit.busy


def test_other_errors_are_said_above_the_button_with_the_servers_words(page: SignInPage) -> None:
    error = errors.Refused("false", server_text="<i>账号已停用</i>")
    page.show_error(error)
    assert page.general.text == f"{error_text(error)}\n<i>账号已停用</i>"


def test_after_a_rejected_token_the_button_says_try_again_until_it_is_edited(
    page: SignInPage,
) -> None:
    fill(page)
    page.show_error(errors.TokenRejected())
    assert page.submit.text() == "重试"
    QTest.keyClick(page.token.edit, Qt.Key.Key_X)
    assert page.submit.text() == "登录"
    assert page.token.message.text == "关闭程序后需要重新输入"


def test_the_server_is_looked_for_as_the_address_is_typed(page: SignInPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.address_edited) as blocker:
        QTest.keyClicks(page.address.edit, "c")
    assert blocker.args == ["c"]
    page.show_checking()
    assert page.address.message.text == "正在检查服务器…"
    page.show_reachable()
    assert page.address.message.text == "服务器可用，连接已加密"
    QTest.keyClicks(page.address.edit, "x")
    assert page.address.message.isHidden()


def test_nothing_moves_while_the_server_is_looked_for(page: SignInPage, qtbot: QtBot) -> None:
    """A click meant for the token went into the address, and the token was typed there in clear."""
    place = page.token.mapTo(page, QPoint())
    page.show_checking()
    qtbot.waitUntil(page.address.message.isVisible)
    assert page.token.mapTo(page, QPoint()) == place
    page.show_reachable()
    QTest.keyClicks(page.address.edit, "x")
    qtbot.waitUntil(page.address.message.isHidden)
    assert page.token.mapTo(page, QPoint()) == place


def test_an_unencrypted_server_is_not_called_encrypted(page: SignInPage) -> None:
    page.show_reachable(encrypted=False)
    assert "未加密" in page.address.message.text


def test_without_system_credentials_staying_signed_in_is_not_offered(page: SignInPage) -> None:
    page.show_stay(stay=True, possible=False)
    assert not page.stay.isChecked()
    assert not page.stay.isEnabled()
    assert page.token.message.text == "关闭程序后需要重新输入"


@pytest.mark.parametrize("language", Language)
def test_what_is_lost_without_a_safe_place_is_said_to_the_end(
    page: SignInPage, qtbot: QtBot, language: Language
) -> None:
    """“you cannot …” was where it was cut: that drafts are lost stood behind it."""
    set_language(language)
    page.show_stay(stay=False, possible=False)
    words = page.stay_impossible.findChild(Label)
    assert words.text() == page.stay.accessibleDescription() != ""
    qtbot.waitUntil(
        lambda: words.isVisible() and words.height() >= words.heightForWidth(words.width())
    )
    page.show_stay(stay=False, possible=True)
    assert page.stay_impossible.isHidden()


def test_a_failed_sign_in_does_not_offer_what_is_not_possible(page: SignInPage) -> None:
    page.show_stay(stay=True, possible=False)
    page.set_busy(busy=True)
    page.show_error(errors.TokenRejected())
    assert not page.stay.isEnabled()
    assert page.stay.accessibleDescription() == (
        "凭据管理器目前不可用：无法保持登录，关闭程序后草稿和未发送的消息也会丢失。"
    )


def test_an_error_is_said_again_in_the_other_language(page: SignInPage) -> None:
    fill(page)
    page.show_error(errors.TokenRejected())
    set_language(Language.EN)
    assert page.token.message.text == (
        "The access token is not valid or has expired. Ask your administrator for a new one."
    )
    assert page.submit.text() == "Retry"
    assert page.address.edit.accessibleName() == "Server address"


def test_language_and_theme_are_picked_below_the_card(page: SignInPage, qtbot: QtBot) -> None:
    for select, key, value in (
        (page.footer.language, "ui.language", "en"),
        (page.footer.appearance, "ui.theme", "dark"),
    ):
        with qtbot.waitSignal(page.footer.picked) as blocker:
            select.choose(value)
            select.activated.emit(select.currentIndex())
        assert blocker.args == [key, value]


def test_a_long_sentence_pushes_things_down_and_cuts_nothing(
    page: SignInPage, qtbot: QtBot
) -> None:
    set_language(Language.EN)
    fill(page)
    before = page.submit.mapTo(page, QPoint()).y()
    page.show_error(errors.TlsFailure())
    qtbot.waitUntil(lambda: page.submit.mapTo(page, QPoint()).y() > before)
    text = page.address.message._text
    assert text.height() >= text.heightForWidth(text.width())
    assert page.address.box.height() == 40


def test_an_address_of_the_administrator_is_read_and_not_changed(
    page: SignInPage, qtbot: QtBot
) -> None:
    page.show_address("https://api.hospital.example", locked=True)
    assert page.token.edit.hasFocus()
    with qtbot.assertNotEmitted(page.address_edited):
        QTest.keyClicks(page.address.edit, "x")
    assert page.address.text() == "https://api.hospital.example"
    page.show_error(errors.TlsFailure())
    QTest.keyClicks(page.token.edit, "t")
    set_language(Language.EN)
    page.show_address("https://api.hospital.example", locked=True)
    assert page.address.message.text == "Set by your administrator"
    page.show_address("")
    assert not page.address.edit.isReadOnly()
    assert page.address.message.isHidden()


def test_what_the_administrator_locked_below_the_card_says_by_whom(page: SignInPage) -> None:
    page.footer.lock({"ui.language"}.__contains__)
    assert not page.footer.language.isEnabled()
    assert page.footer.appearance.isEnabled()
    set_language(Language.EN)
    assert page.footer.language.accessibleDescription() == "Set by your administrator"
    assert page.footer.appearance.accessibleDescription() == ""
