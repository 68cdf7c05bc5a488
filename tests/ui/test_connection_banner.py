"""The bar that says how the connection is: what happens next, and until when all was true."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from workstation.domain.connection import Connection, Phase
from workstation.store.desk import Desk
from workstation.ui.frame import Frame
from workstation.ui.strings import formats, tr
from workstation.ui.wiring.connection import BANNER_AFTER, ConnectionWiring

NOW_MS = 1_790_000_000_000


class Held:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def monotonic(self) -> float:
        return self.seconds

    def now_ms(self) -> int:
        return NOW_MS + round((self.seconds - 1_000.0) * 1_000)


class Doctor:
    """What of a sign-in the bar needs."""

    def __init__(self) -> None:
        self.clock, self.desk = Held(), Desk()

    def refresh(self) -> None:
        """Nothing to read."""


@pytest.fixture
def frame(qtbot: QtBot) -> Iterator[Frame]:
    frame = Frame()
    qtbot.addWidget(frame)
    frame.show()
    return frame


@pytest.fixture
def doctor() -> Doctor:
    return Doctor()


@pytest.fixture
def wiring(doctor: Doctor, frame: Frame) -> Iterator[QObject]:
    made = ConnectionWiring(doctor, frame)
    yield made
    made.close()


def connect(doctor: Doctor, phase: Phase) -> None:
    doctor.desk.set_connection(Connection(phase, doctor.clock.seconds))


def test_it_tells_until_when_the_server_was_heard(
    doctor: Doctor, frame: Frame, wiring: ConnectionWiring
) -> None:
    connect(doctor, Phase.ONLINE)
    doctor.clock.seconds += 60
    lost_ms = doctor.clock.now_ms()
    connect(doctor, Phase.NO_NETWORK)
    doctor.clock.seconds += 600
    wiring.show()
    heard = tr("banner.last_contact", time=formats.clock_time(lost_ms))
    assert frame.banner.isVisible()
    assert (
        frame.banner.accessibleName() == f"{tr('banner.no_network')} {heard}{tr('banner.keep_on')}"
    )


def test_who_was_never_heard_is_not_said_to_have_been(
    doctor: Doctor, frame: Frame, wiring: ConnectionWiring
) -> None:
    connect(doctor, Phase.NO_NETWORK)
    doctor.clock.seconds += 600
    wiring.show()
    assert frame.banner.accessibleName() == f"{tr('banner.no_network')} {tr('banner.keep_on')}"


def test_who_was_never_online_is_not_told_of_a_return(
    doctor: Doctor, frame: Frame, wiring: ConnectionWiring
) -> None:
    connect(doctor, Phase.CONNECTING)
    doctor.clock.seconds += BANNER_AFTER
    wiring.show()
    assert frame.banner.isVisible()
    connect(doctor, Phase.ONLINE)
    assert not frame.banner.isVisible()


def test_a_return_is_told_after_an_absence_that_was(
    doctor: Doctor, frame: Frame, wiring: ConnectionWiring
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


@pytest.mark.usefixtures("wiring")
def test_a_conflict_that_the_doctor_ended_is_not_shown_any_more(
    doctor: Doctor, frame: Frame
) -> None:
    connect(doctor, Phase.ONLINE)
    connect(doctor, Phase.CONFLICT)
    assert frame.banner.isVisible()
    connect(doctor, Phase.CONNECTING)
    connect(doctor, Phase.ONLINE)
    assert not frame.banner.isVisible()
