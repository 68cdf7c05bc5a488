"""The bar that says how the connection is: what happens next, and until when all was true."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.shell.lost_connection import Doctor, connect
from workstation.domain import errors
from workstation.domain.connection import Connection, Phase
from workstation.domain.errors import WorkstationError
from workstation.domain.sign_in_errors import (
    NoImServer,
    NoServers,
    PasswordRefused,
    SessionRefused,
    WeakerSignIn,
)
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import Language, formats, set_language, tr
from workstation.ui.kit.strings.connection import connection_text
from workstation.ui.kit.theme import SIZE, theme
from workstation.ui.kit.widgets.label import Label
from workstation.ui.shell.connection import BANNER_AFTER, ConnectionWiring
from workstation.ui.shell.window_frame import WindowFrame


@pytest.fixture
def frame(qtbot: QtBot) -> Iterator[WindowFrame]:
    frame = WindowFrame()
    qtbot.addWidget(frame)
    frame.show()
    return frame


@pytest.fixture
def doctor() -> Doctor:
    return Doctor()


@pytest.fixture
def wiring(doctor: Doctor, frame: WindowFrame) -> Iterator[QObject]:
    made = ConnectionWiring(doctor, frame)
    yield made
    made.close()


@pytest.fixture
def wired(
    doctor: Doctor, frame: WindowFrame, wiring: ConnectionWiring
) -> tuple[Doctor, WindowFrame, ConnectionWiring]:
    return doctor, frame, wiring


def test_it_tells_until_when_the_server_was_heard(
    doctor: Doctor, frame: WindowFrame, wiring: ConnectionWiring
) -> None:
    connect(doctor, Phase.ONLINE)
    doctor.connection.heard_at, heard_ms = doctor.clock.seconds, doctor.clock.now_ms()
    doctor.clock.seconds += 3_600  # asleep, by which nobody finds out that the line is lost
    connect(doctor, Phase.NO_NETWORK)
    doctor.clock.seconds += 600
    doctor.connection.heard_at = doctor.clock.seconds  # one that lets nobody in
    wiring.show()
    last_contact = tr("banner.last_contact", time=formats.clock_time(heard_ms))
    assert frame.banner.isVisible()
    assert frame.banner.accessibleName().endswith(f"{tr('banner.keep_on')}{last_contact}")


def test_who_was_never_heard_is_not_said_to_have_been(
    doctor: Doctor, frame: WindowFrame, wiring: ConnectionWiring
) -> None:
    connect(doctor, Phase.NO_NETWORK)
    doctor.clock.seconds += 600
    wiring.show()
    assert frame.banner.accessibleName() == f"{tr('banner.no_network')} {tr('banner.keep_on')}"


def test_who_was_never_online_is_not_told_of_a_return(
    doctor: Doctor, frame: WindowFrame, wiring: ConnectionWiring
) -> None:
    connect(doctor, Phase.CONNECTING)
    doctor.clock.seconds += BANNER_AFTER
    wiring.show()
    assert frame.banner.isVisible()
    connect(doctor, Phase.ONLINE)
    assert not frame.banner.isVisible()


def test_a_return_is_told_after_an_absence_that_was(
    doctor: Doctor, frame: WindowFrame, wiring: ConnectionWiring
) -> None:
    connect(doctor, Phase.ONLINE)
    connect(doctor, Phase.CONNECTING)
    doctor.clock.seconds += BANNER_AFTER
    wiring.show()
    connect(doctor, Phase.ONLINE)
    assert frame.banner.accessibleName().strip() == tr("banner.recovered")
    connect(doctor, Phase.CONNECTING)
    assert not frame.banner.isVisible()
    connect(doctor, Phase.ONLINE)
    assert not frame.banner.isVisible()


def test_a_conflict_is_shown_without_counting_seconds_until_the_doctor_ends_it(
    doctor: Doctor, frame: WindowFrame, wiring: ConnectionWiring
) -> None:
    connect(doctor, Phase.ONLINE)
    connect(doctor, Phase.CONNECTING)
    connect(doctor, Phase.CONFLICT)
    assert frame.banner.isVisible()
    assert not any(timer.isActive() for timer in wiring.findChildren(QTimer))
    connect(doctor, Phase.CONNECTING)
    connect(doctor, Phase.ONLINE)
    assert not frame.banner.isVisible()


REASONS = [
    (errors.Unreachable(), "banner.reason.network.unreachable"),
    (errors.DeadlineExceeded(), "banner.reason.network.deadline"),
    (errors.ConnectionDropped(), "banner.reason.network.dropped"),
    (errors.NameNotResolved(), "banner.reason.network.name"),
    (errors.TlsFailure(), "banner.reason.network.tls"),
    (errors.ProxyRefused(), "errors.network.proxy"),
    (errors.RedirectRefused(), "banner.reason.answer.redirect"),
    (errors.TlsFailure(call="GET /im/servers"), "errors.network.tls"),
    (errors.Refused(call="GET /im/servers"), "errors.platform.refused"),
    (errors.ServerFault(call="GET /im/password"), "errors.platform.fault"),
    (errors.MalformedAnswer(call="GET /im/password"), "errors.answer.malformed"),
    (errors.RemoteProtocolError(), "errors.messaging.protocol.remote"),
    (WeakerSignIn("weaker-mechanism"), "errors.messaging.weaker"),
    (PasswordRefused("not-authorized"), "errors.messaging.password"),
    (
        PasswordRefused("temporary-auth-failure"),
        "errors.messaging.password.temporary_auth_failure",
    ),
    (PasswordRefused("plain-forbidden"), "errors.messaging.password.plain_forbidden"),
    (PasswordRefused("no-mechanism"), "errors.messaging.password.no_mechanism"),
    (NoServers(), "errors.messaging.servers"),
    (NoImServer(), "errors.messaging.foreign"),
    (SessionRefused("policy-violation"), "errors.messaging.session"),
    (SessionRefused("host-unknown"), "errors.messaging.session.host_unknown"),
    (SessionRefused("system-shutdown"), "errors.messaging.session.system_shutdown"),
    (SessionRefused("resource-constraint"), "errors.messaging.session.resource_constraint"),
]


@pytest.mark.parametrize("spoken", list(Language))
@pytest.mark.parametrize(("error", "sentence"), REASONS, ids=str)
def test_why_there_is_no_session_is_said_with_a_next_step(
    wired: tuple[Doctor, WindowFrame, ConnectionWiring],
    error: WorkstationError,
    sentence: str,
    spoken: Language,
) -> None:
    doctor, frame, wiring = wired
    set_language(spoken)
    connect(doctor, Phase.ONLINE)
    waits = [(Phase.WAITING, doctor.clock.seconds + 15, tr("banner.again_in", seconds=12))]
    for phase, retry_at, step in [*waits, (Phase.CONNECTING, None, tr("banner.again"))]:
        connect(doctor, phase, error, retry_at)
        doctor.clock.seconds += BANNER_AFTER
        wiring.show()
        text = frame.banner.accessibleName()
        assert tr(f"{sentence}.what") in text
        assert tr(f"{sentence}.next") in text
        assert text.startswith(f"{tr('banner.away')} {step}"), "a banner of one line has it"


@pytest.mark.usefixtures("wiring")
def test_a_reason_is_shown_to_its_end_however_narrow_the_window(
    doctor: Doctor, frame: WindowFrame, wiring: ConnectionWiring
) -> None:
    set_language(Language.EN)
    frame.resize(900, 700)
    connect(doctor, Phase.ONLINE)
    connect(doctor, Phase.WAITING, WeakerSignIn("weaker-mechanism"))
    doctor.clock.seconds += BANNER_AFTER
    wiring.show()
    QApplication.processEvents()
    detail = frame.banner._detail
    assert detail.height() >= detail.heightForWidth(detail.width()) > SIZE.bar_sm


def test_what_the_platform_says_of_its_refusal_is_said_too(
    doctor: Doctor, frame: WindowFrame, wiring: ConnectionWiring
) -> None:
    refused = errors.Refused(
        call="GET /im/servers", server_text="系统维护中，\n请于 13:00 后再试。"
    )
    connect(doctor, Phase.WAITING, refused)
    doctor.clock.seconds += BANNER_AFTER
    wiring.show()
    assert "“系统维护中， 请于 13:00 后再试”" in frame.banner.accessibleName()
    connect(doctor, Phase.WAITING, errors.Refused(server_text="长" * 500))
    assert "长" * 119 + "…" in frame.banner.accessibleName()
    assert "长" * 120 not in frame.banner.accessibleName()


@pytest.mark.parametrize(
    ("error", "blamed"),
    [(errors.Unreachable(), False), (errors.TlsFailure(), True), (NoServers(), True)],
)
def test_without_a_network_nobody_is_blamed_for_not_answering(
    doctor: Doctor,
    frame: WindowFrame,
    wiring: ConnectionWiring,
    error: WorkstationError,
    blamed: bool,
) -> None:
    connect(doctor, Phase.NO_NETWORK, error)
    doctor.clock.seconds += BANNER_AFTER
    wiring.show()
    text = frame.banner.accessibleName()
    assert text.startswith(tr("banner.no_network"))
    assert (connection_text(error) in text) is blamed


def test_who_was_never_online_has_not_lost_a_connection(
    doctor: Doctor, frame: WindowFrame, wiring: ConnectionWiring
) -> None:
    connect(doctor, Phase.WAITING, NoServers())
    doctor.clock.seconds += BANNER_AFTER
    wiring.show()
    assert frame.banner.accessibleName().startswith(tr("banner.not_yet"))


@pytest.mark.usefixtures("screen_reader")
@pytest.mark.parametrize(("is_durable", "warning"), [(True, ""), (False, "；请不要关闭程序")])
def test_a_screen_reader_is_told_once_that_the_line_is_down_and_once_that_it_is_back(
    wired: tuple[Doctor, WindowFrame, ConnectionWiring], is_durable: bool, warning: str
) -> None:
    doctor, _frame, wiring = wired
    doctor.store.is_durable = is_durable
    for phase in (Phase.ONLINE, Phase.WAITING):
        doctor.store.set_connection(Connection(phase, doctor.clock.seconds))
    for _ in range(3):
        doctor.clock.seconds += BANNER_AFTER
        wiring.show()
    away = f"连接已断开；您可以继续回复，联网后自动发送{warning}"
    assert announcer.recent == (away,)
    doctor.store.set_connection(Connection(Phase.ONLINE, doctor.clock.seconds))
    assert announcer.recent == ("已恢复连接", away)


@pytest.mark.parametrize("language", Language)
def test_where_nothing_is_saved_one_line_warns_and_counts_down(
    doctor: Doctor, frame: WindowFrame, wiring: ConnectionWiring, language: Language
) -> None:
    set_language(language)
    theme.set_text_size(200)
    frame.resize(720, 560)
    doctor.store.is_durable = False
    connect(doctor, Phase.WAITING, retry_at=doctor.clock.seconds + 90)
    doctor.clock.seconds += 30
    wiring.show()
    QApplication.processEvents()
    labels = [label for label in frame.banner.findChildren(Label) if label.text()]
    assert labels[0].text() == tr("banner.unkept_short")
    assert "60" in labels[1].text()
    assert all(label.width() >= label.sizeHint().width() for label in labels)
    assert tr("banner.unkept") in frame.banner.toolTip()
