"""The other consultations of the same patient stand in the details, one click away."""

from datetime import datetime

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest

from tests.fakes.sign_in import OneGroup
from tests.store.people import consultation, listed
from workstation.domain.changes import Changes, Place
from workstation.domain.people import Member
from workstation.domain.photos import PhotoTimeline
from workstation.store.consultation_search import ConsultationMatch
from workstation.store.feed import Feed
from workstation.store.same_patient import other_consultations
from workstation.store.session_store import SessionStore
from workstation.ui.conversation.details.others_section import MAX_ROWS, OthersSection
from workstation.ui.conversation.details.pane import DetailsPane
from workstation.ui.conversation.details.wiring import DetailsWiring
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.kit.tasks import scope_of

CHILD, NOBODY = Member(77, "王小宝"), Member(None, "王小宝")
DAY_MS = 86_400_000


def known(*numbers: int, target: Member = CHILD) -> SessionStore:
    """Consultations of one person, the last in process, the others ended; and one of another."""
    store = SessionStore()
    *ended, current = (listed(n, target=target, created_ms=n * DAY_MS) for n in numbers)
    history = [listed(each.consultation.consultation_id, Place.HISTORY, target=target,
                      created_ms=each.consultation.created_ms) for each in ended]  # fmt: skip
    store.apply(Changes(listed=(*history, current, listed(99, target=Member(5, "别人")))))
    return store


def test_they_are_those_of_the_same_account_the_newest_first():
    store = known(1, 3, 2, 4)
    others = other_consultations(store, consultation(9, target=CHILD), hidden=frozenset())
    assert [(each.consultation.consultation_id, each.in_process) for each in others] == [
        (4, True), (3, False), (2, False), (1, False),
    ]  # fmt: skip
    remaining = other_consultations(store, consultation(4, target=CHILD), frozenset({3}))
    assert [each.consultation.consultation_id for each in remaining] == [2, 1]


def test_of_nobody_that_is_named_nothing_is_guessed():
    assert (
        other_consultations(
            known(1, 2, target=NOBODY), consultation(2, target=NOBODY), hidden=frozenset()
        )
        == []
    )


@pytest.fixture
def section(qtbot):
    made = OthersSection(lambda: 0)
    qtbot.addWidget(made)
    return made


def test_a_row_opens_its_consultation_by_click_and_by_enter(section, qtbot):
    store = known(1, 2)
    section.show_others(
        other_consultations(store, consultation(9, target=CHILD), hidden=frozenset())
    )
    assert not section.isHidden()
    with qtbot.waitSignal(section.picked) as clicked:
        section.rows[0].click()
    assert clicked.args == [2, True]
    with qtbot.waitSignal(section.picked) as entered:
        QTest.keyClick(section.rows[1], Qt.Key.Key_Return)
    assert entered.args == [1, False]


def ms(day: int, hour: int, minute: int) -> int:
    """A moment of December on the doctor's clock."""
    return round(datetime(2026, 12, day, hour, minute).timestamp() * 1000)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("language", "begun"),
    [
        (Language.ZH, ["今天 10:40", "今天 09:05", "昨天"]),
        (Language.EN, ["Today 10:40", "Today 09:05", "Yesterday"]),
    ],
)
def test_those_of_one_day_are_told_apart_by_their_time(qtbot, language, begun):
    """Three rows that all read "today" were alike; what has a day to itself needs no time."""
    set_language(language)
    section = OthersSection(lambda: ms(2, 12, 0))
    qtbot.addWidget(section)
    moments = [ms(2, 10, 40), ms(2, 9, 5), ms(1, 9, 5), None]
    section.show_others(
        [
            ConsultationMatch(consultation(n, target=CHILD, created_ms=moment), in_process=False)
            for n, moment in enumerate(moments)
        ]
    )
    *dated, undated = [row.accessibleName() for row in section.rows]
    assert dated == [f"{each}{tr('queue.comma')}手臂起疹三天" for each in begun]
    assert undated == "手臂起疹三天"


def test_there_are_few_rows_and_a_way_to_all_of_them(section):
    store = known(*range(1, MAX_ROWS + 3))
    section.show_others(
        other_consultations(store, consultation(1, target=CHILD), hidden=frozenset())
    )
    assert len(section.rows) == MAX_ROWS
    assert not section.all_button.isHidden()
    section.show_others([])
    assert section.isHidden()


class Conversation:
    """An open conversation of which nothing is asked."""

    def copy(self, _text):
        pass

    def run_action(self, _zone, _share=0.0):
        pass


class Thumbnails(QObject):
    """None is ever loaded."""

    changed = Signal(str)

    def thumbnail(self, *_):
        return None

    def voice(self, *_):
        return None


class SignedIn(OneGroup):
    """What the details need of a sign-in."""

    def __init__(self, spawn) -> None:
        self.store, self.spawn = SessionStore(), spawn
        self.changed, self.hidden = Feed(), frozenset()
        self.hidden_rows = self.photos = self.noting = self
        self.refresh, self.unsaved, self.too_long = Refresh(), {}, {}

    async def timeline(self, _consultation_id):
        return PhotoTimeline(())


class Refresh:
    """The platform says nothing new."""

    def __init__(self) -> None:
        self.states = Feed()

    async def refresh(self, _consultation_id):
        pass


async def test_those_of_the_history_are_there_though_it_was_read_after_the_opening(
    qloop,  # noqa: ARG001 - a running loop
    show_widget,
):
    thumbnails = Thumbnails()
    pane = DetailsPane(thumbnails, lambda: 0)
    show_widget(pane)
    scope = scope_of(pane)
    signed_in = SignedIn(scope.spawn)
    wiring = DetailsWiring(
        signed_in, pane, Conversation(), thumbnails, scope, notify=lambda *_: None
    )
    wiring.show(consultation(9, target=CHILD))
    await scope.join()
    assert pane.others.isHidden()
    signed_in.store.history.load([listed(3, Place.HISTORY, target=CHILD)], {})
    assert not pane.others.isHidden()
    assert [row.accessibleDescription() for row in pane.others.rows] == ["已结束"]
