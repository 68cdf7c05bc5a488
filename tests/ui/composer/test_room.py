"""In the least window with the largest text nothing of the composer lies over anything else."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.still_board import StillBoard
from tests.vault.people import consultation
from workstation.ui.composer.composer import Composer
from workstation.ui.conversation.pane import MIN_LINES, ConversationPane
from workstation.ui.kit.theme import TextRole, theme

LEAST = (608, 560)
REFUSAL = "化验单第一页扫描件.pdf 没有加入：只能发送图片。\nIMG_2231.jpg 没有加入：超过 100 MB。"


@pytest.fixture
def pane(show_widget) -> ConversationPane:
    theme.set_text_size(200)
    made = ConversationPane(StillBoard(), lambda: 0)
    made.foot.addWidget(Composer(StillBoard()))
    window = show_widget(made)
    window.layout().setContentsMargins(0, 0, 0, 0)
    window.setMinimumSize(1, 1)  # as the frame's, it does not grow with what is in it
    made.show_consultation(consultation())
    composer_of(made).show_target(consultation())
    window.resize(*LEAST)
    return made


def composer_of(pane: ConversationPane) -> Composer:
    composer = pane.findChild(Composer)
    assert composer is not None
    return composer


def settle() -> None:
    for _ in range(8):
        QApplication.sendPostedEvents()


def overlapping(whole: QWidget) -> list[str]:
    """What of the parts below each other lies over the next, is squeezed, or sticks out."""
    parts = [part for part in whole.children() if isinstance(part, QWidget) and part.isVisible()]
    parts.sort(key=lambda part: part.y())
    names = [type(part).__name__ for part in parts]
    bad = [
        f"{name} in what is below"
        for name, (upper, lower) in zip(names, pairwise(parts), strict=False)
        if upper.geometry().intersects(lower.geometry())
    ]
    bad += [
        f"{name} squeezed"
        for name, part in zip(names, parts, strict=True)
        if part.height() < (part.minimumHeight() or part.minimumSizeHint().height())
        and not isinstance(part, type(getattr(whole, "view", None)))
    ]
    bad += [
        f"{name} outside"
        for name, part in zip(names, parts, strict=True)
        if not whole.rect().contains(part.geometry())
    ]
    return bad


def tray_and_refusal(composer: Composer) -> None:
    composer.show_files([f"workstation-file:{number}" for number in range(12)])
    composer.show_error(REFUSAL)


def eight_lines(composer: Composer) -> None:
    tray_and_refusal(composer)
    composer.show_draft("\n".join("每天消毒一次。" for _ in range(8)), 0)


def question(composer: Composer) -> None:
    tray_and_refusal(composer)
    composer.confirmation.ask(
        ["这是给王小宝的回复，但文中提到了刘子墨。", "王秀英刚刚又写了一条。"]
    )


def recorded(composer: Composer) -> None:
    tray_and_refusal(composer)
    composer.show_recording(visible=True)
    composer.recording.show_ended(12_000)


@pytest.mark.parametrize("state", [tray_and_refusal, eight_lines, question, recorded])
def test_nothing_overlaps(pane, state):
    composer = composer_of(pane)
    state(composer)
    settle()
    assert pane.height() == LEAST[1]
    assert (overlapping(pane), overlapping(composer), overlapping(composer.box)) == ([], [], [])


def test_nothing_overlaps_while_one_looks_for_words(pane):
    tray_and_refusal(composer_of(pane))
    pane.find_bar.open()
    settle()
    composer = composer_of(pane)
    assert pane.height() == LEAST[1]
    assert (overlapping(pane), overlapping(composer), overlapping(composer.box)) == ([], [], [])


def find_words(pane: ConversationPane, height: int) -> None:
    """Look for words in a window that is so high."""
    pane.window().resize(LEAST[0], height)
    pane.head.search.click()
    settle()


def test_the_find_bar_takes_the_place_of_the_head_where_there_is_no_room_for_both(pane):
    pane.names_patient_below = True
    pane.head.search.setFocus()
    find_words(pane, 496)
    assert not pane.head.isVisible()
    assert pane.find_bar.field.edit.hasFocus()
    assert pane.view.height() >= MIN_LINES * theme.style(TextRole.MESSAGE).line
    assert overlapping(composer_of(pane)) == []
    pane.find_bar.close_now()
    settle()
    assert pane.head.isVisible()


def test_the_head_stays_where_there_is_room_and_where_nothing_else_names_the_patient(pane):
    find_words(pane, 496)
    assert pane.head.isVisible()
    pane.names_patient_below = True
    find_words(pane, 760)
    assert pane.head.isVisible()


def in_sight(composer: Composer, number: int) -> bool:
    """Whether a picture of the tray can be seen whole."""
    tray = composer.tray
    place = tray.picture_rect(number)
    return tray.visibleRegion().boundingRect().contains(place)


def test_the_picture_that_the_keyboard_is_on_is_scrolled_into_sight(pane):
    composer = composer_of(pane)
    tray_and_refusal(composer)
    settle()
    composer.tray.setFocus(Qt.FocusReason.TabFocusReason)
    for number in range(12):
        settle()
        assert in_sight(composer, number)
        QTest.keyClick(composer.tray, Qt.Key.Key_Right)


def test_in_an_ordinary_window_all_of_it_is_in_sight(pane):
    theme.set_text_size(100)
    pane.window().resize(760, 760)
    composer = composer_of(pane)
    tray_and_refusal(composer)
    settle()
    assert all(in_sight(composer, number) for number in range(12))
    assert composer.message.visibleRegion().boundingRect() == composer.message.rect()


def test_a_long_question_leaves_room_for_what_it_is_about(pane):
    pane.window().resize(1366, 768)
    composer = composer_of(pane)
    composer.confirmation.ask(["王秀英又写了一条，您的回复里提到了刘子墨。" * 3] * 4)
    settle()
    assert pane.view.height() >= theme.style(TextRole.MESSAGE).line
    assert overlapping(composer.box) == []
