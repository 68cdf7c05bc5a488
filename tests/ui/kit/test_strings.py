"""Texts at run time: values, plurals, switching, and the sentences of errors."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.kit.error_kinds import every_error
from workstation.base import log
from workstation.domain import errors
from workstation.domain.network_errors import of_proxy
from workstation.ui.kit.strings import (
    Language,
    error_text,
    has_text,
    language,
    set_language,
    tr,
    translate_again,
)
from workstation.ui.kit.widgets.label import Label
from workstation.ui.media.refusals import refusal_text


def test_values_fill_the_placeholders() -> None:
    assert tr("time.hours", hours=2, minutes="06") == "2 小时 06 分"


def test_several_sentences_are_said_again_in_another_language() -> None:
    """The reasons why photos were not added stood on in the language of before."""
    refused = [("a.txt", tr("composer.reason.not_allowed")), ("b.jpg", tr("composer.reason.empty"))]
    text = refusal_text(refused)
    set_language(Language.EN)
    again = [(name, translate_again(reason)) for name, reason in refused]
    assert translate_again(text) == refusal_text(again) != text


def test_a_value_with_braces_stays_as_it_is() -> None:
    assert tr("widgets.remove", name="{x}{0}") == "移除 {x}{0}"


def test_what_follows_a_name_in_arabic_stands_behind_it() -> None:
    """Figures would else be drawn before it, as if they were another's."""
    name = "\u0645\u062d\u0645\u062f"
    text = tr("handover.send.colleague_item", name=name, count=3)
    layout = QTextLayout(text)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    places = [line.cursorToX(text.index(letter))[0] for letter in (name[0], "3")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 characters"), (1, "1 character"), (2, "2 characters")]
)
def test_english_has_a_singular(count: int, text: str) -> None:
    set_language(Language.EN)
    assert tr("widgets.characters", count=count) == text


def test_a_text_that_is_missing_shows_its_key_and_is_logged(expect_log: list[str]) -> None:
    expect_log.append("no text for nowhere.at_all")
    assert tr("nowhere.at_all") == "nowhere.at_all"


def test_the_log_names_the_key_that_has_no_text_and_nothing_but_a_key(
    tmp_path: Path, expect_log: list[str]
) -> None:
    expect_log += ["no text for rail.unheard_of", "no text for 张三 at 10.0.0.1"]
    handler = log.start(tmp_path)
    try:
        for key in ("rail.unheard_of", "张三 at 10.0.0.1"):
            assert tr(key) == key
    finally:
        log.stop(handler)
    lines = (tmp_path / log.FILE).read_text(encoding="utf-8").splitlines()
    assert [line.partition("no text for ")[2] for line in lines] == [
        "rail.unheard_of",
        "<text of 14>",
    ]


def test_a_change_of_language_reaches_every_widget_in_every_window(qtbot: QtBot) -> None:
    class Greeting(Label):
        def retranslate(self) -> None:
            self.setText(tr("rail.lock"))

    window = QWidget()
    qtbot.addWidget(window)
    inner = Greeting(parent=QWidget(window))
    inner.retranslate()
    assert inner.text() == "锁定"
    set_language(Language.EN)
    assert (language(), inner.text()) == (Language.EN, "Lock")


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("spoken", list(Language))
def test_every_error_has_a_sentence_and_a_next_step(
    kind: type[errors.WorkstationError], spoken: Language
) -> None:
    set_language(spoken)
    assert has_text(f"errors.{kind.code}.what")
    assert has_text(f"errors.{kind.code}.next")


@pytest.mark.parametrize("reason", ["empty", "too_long", "malformed", "duplicate", "too_many"])
def test_every_reason_why_input_is_wrong_has_its_own_sentence(reason: str) -> None:
    general = error_text(errors.InputError("name", "of some new kind")).what
    assert error_text(errors.InputError("name", reason, limit=9)).what != general


@pytest.mark.parametrize("reason", ["absent", "null", "plaintext", "lost"])
def test_every_reason_why_secrets_cannot_be_kept_has_its_own_sentence(reason: str) -> None:
    general = error_text(errors.KeyringUnavailable("of some new kind")).what
    assert error_text(errors.KeyringUnavailable(reason)).what != general


@pytest.mark.parametrize("spoken", list(Language))
@pytest.mark.parametrize("fault", ["expired", "not yet valid", "not valid now"])
def test_a_certificate_out_of_its_time_sends_to_the_clock(fault: str, spoken: Language) -> None:
    """A PC with a dead battery is years behind, and nobody is in between."""
    set_language(spoken)
    general = error_text(errors.TlsFailure())
    ours = error_text(errors.TlsFailure(fault))
    assert ours.what != general.what
    assert ours.next != general.next


@pytest.mark.parametrize("spoken", list(Language))
@pytest.mark.parametrize("fault", ["unknown issuer", "self-signed"])
def test_an_authority_that_nobody_knows_sends_to_where_it_is_made_known(
    fault: str, spoken: Language
) -> None:
    """The first thing that a hospital with an authority of its own meets."""
    set_language(spoken)
    assert "network.ca_file" in error_text(errors.TlsFailure(fault)).next
    assert "network.ca_file" not in error_text(errors.TlsFailure("revoked")).next


@pytest.mark.parametrize("reason", ["unexpected eof while reading", "tlsv1 alert protocol version"])
def test_encryption_that_is_not_agreed_on_is_no_doubt_about_who_the_server_is(reason: str) -> None:
    ours = error_text(errors.TlsFailure(reason))
    assert ours.what != error_text(errors.TlsFailure("not valid")).what
    assert "TLS 1.2" in ours.next


def test_the_proxy_s_name_is_not_taken_for_the_server_s() -> None:
    detail = of_proxy("http://doctor:secret@proxy.hospital:3128")
    for kind in (errors.NameNotResolved, errors.Unreachable, errors.DeadlineExceeded):
        server, proxy = error_text(kind()), error_text(kind(detail))
        assert "代理" not in server.what
        assert "代理服务器 proxy.hospital:3128" in proxy.what
        assert "secret" not in str(proxy)


def test_a_proxy_that_asks_for_a_sign_in_is_told_from_one_that_refuses() -> None:
    general = error_text(errors.ProxyRefused("HTTP 502"))
    assert general == error_text(errors.ProxyRefused())
    forbidden, asked = (error_text(errors.ProxyRefused(f"HTTP {code}")) for code in (403, 407))
    assert len({general, forbidden, asked}) == 3


def test_the_sentence_for_a_rejected_token_is_the_designs() -> None:
    assert str(error_text(errors.TokenRejected())) == (
        "访问令牌无效或已过期。请向管理员索取新的访问令牌。"
    )
    set_language(Language.EN)
    assert str(error_text(errors.TokenRejected())) == (
        "The access token is not valid or has expired. Ask your administrator for a new one."
    )


def test_an_error_from_outside_the_tree_says_nothing_of_its_content() -> None:
    assert "王小宝" not in str(error_text(ValueError("王小宝")))


def test_the_servers_own_words_are_kept_apart() -> None:
    text = error_text(errors.Refused("false", server_text="<b>号源已满</b>"))
    assert text.server_text == "<b>号源已满</b>"
    assert "号源" not in str(text)


@pytest.mark.usefixtures("qapp")
def test_the_dialogs_that_qt_draws_speak_the_language_too() -> None:
    texts = []
    for chosen in (Language.ZH, Language.EN, Language.ZH):
        set_language(chosen)
        texts.append(QCoreApplication.translate("QPrintDialog", "Print"))
    assert texts == ["打印", "Print", "打印"]
