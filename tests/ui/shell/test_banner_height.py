"""The bar of the connection is as high in the next second as in this one."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.shell.lost_connection import Doctor, connect
from workstation.domain import errors
from workstation.domain.connection import Phase
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import SIZE, theme
from workstation.ui.shell.connection import BANNER_AFTER, ConnectionWiring
from workstation.ui.shell.window_frame import WindowFrame

WiredFrame = tuple[Doctor, WindowFrame, ConnectionWiring]


@pytest.fixture
def outage(qtbot: QtBot) -> Iterator[WiredFrame]:
    """A window whose connection can be taken away."""
    doctor, frame = Doctor(), WindowFrame()
    qtbot.addWidget(frame)
    frame.show()
    wiring = ConnectionWiring(doctor, frame)
    yield doctor, frame, wiring
    wiring.close()


def settle() -> None:
    """Let every layout have its turn, from the banner's up to the frame's."""
    for _ in range(6):
        QApplication.processEvents()


def heights_of_banner(outage: WiredFrame, width: int) -> list[int]:
    """How high the banner is with each sentence of a long outage, in their order."""
    doctor, frame, wiring = outage
    frame.resize(width, 800)
    connect(doctor, Phase.ONLINE)
    frame.hide_banner()
    heights = []
    for error in (None, errors.DeadlineExceeded(), errors.Unreachable()):
        for phase, seconds in ((Phase.CONNECTING, None), (Phase.WAITING, 12), (Phase.WAITING, 5)):
            retry_at = doctor.clock.seconds + BANNER_AFTER + seconds if seconds else None
            connect(doctor, phase, error, retry_at)
            doctor.clock.seconds += BANNER_AFTER
            wiring.show()
            settle()
            heights.append(frame.banner.height())
    return heights


@pytest.mark.parametrize("language", Language)
def test_with_each_try_what_lies_below_the_banner_stays_where_it_is(
    outage: WiredFrame, language: Language
) -> None:
    """Between a wait and a try it moved by a line, below the pointer of a doctor who clicks."""
    set_language(language)
    for width in range(720, 1441, 24):
        heights = heights_of_banner(outage, width)
        for first in (0, 3, 6):
            assert len(set(heights[first : first + 3])) == 1, (width, heights)
        assert heights == sorted(heights), (width, heights)
    set_language(Language.ZH)


def test_after_an_outage_the_banner_takes_no_more_room_than_its_words(
    outage: WiredFrame,
) -> None:
    doctor, frame, _ = outage
    assert max(heights_of_banner(outage, 720)) > theme.scaled(SIZE.bar_sm)
    connect(doctor, Phase.ONLINE)
    settle()
    assert frame.banner.isVisible()
    assert frame.banner.height() == SIZE.bar_sm
