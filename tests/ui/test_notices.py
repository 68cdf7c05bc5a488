"""A notice tells that something came, and by default not from whom."""

import pytest
from PySide6.QtWidgets import QWidget

from workstation.domain.changes import Changes
from workstation.domain.message import Delivery, Message, MessageKind, Speaker, SpeakerRole
from workstation.ui.notices import NoticeRules, Notices
from workstation.ui.strings import Language
from workstation.ui.strings.switch import set_language

PATIENT = Speaker(3, SpeakerRole.PATIENT, "王秀英")
NEWS = Message(1, "o1", PATIENT, MessageKind.TEXT, "又烧了", 0, Delivery.RECEIVED, key="k1")


class Told(Notices):
    """Keeps what it would have shown."""

    def __init__(self, window, rules):
        super().__init__(window, rules)
        self.shown = []

    def _tell(self):
        self.shown.append(self.text())
        super()._tell()


@pytest.fixture
def window(qtbot):
    set_language(Language.ZH)
    window = QWidget()
    qtbot.addWidget(window)
    return window


def notices(window, **rules) -> Told:
    return Told(window, lambda: NoticeRules(**rules))


def test_a_notice_hides_name_and_words(window):
    told = notices(window)
    told.take(Changes(news=(NEWS,)))
    assert told.shown == ["有新消息"]


def test_content_is_shown_only_when_it_is_wanted(window):
    told = notices(window, with_content=True)
    told.take(Changes(news=(NEWS,)))
    assert told.shown == ["王秀英：又烧了"]


def test_a_flood_is_one_notice(window):
    told = notices(window)
    for _ in range(100):
        told.take(Changes(news=(NEWS,)))
    assert len(told.shown) == 1


def test_nothing_is_told_when_it_is_not_wanted_or_nothing_came(window):
    told = notices(window, wanted=False)
    told.take(Changes(news=(NEWS,)))
    other = notices(window)
    other.take(Changes(messages=(NEWS,)))
    assert told.shown == other.shown == []


def test_a_doctor_who_looks_at_the_window_is_not_told(window, qtbot):
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    told = notices(window)
    told.take(Changes(news=(NEWS,)))
    assert told.shown == []
