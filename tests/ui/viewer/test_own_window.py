"""The viewer in a window of its own, on a second screen if there is one."""

import dataclasses

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from tests.ui.viewer.desk import BEFORE, PRESENT, Desk
from tests.ui.waiting import until
from tests.vault.people import consultation
from workstation.config import Settings
from workstation.domain.changes import Changes
from workstation.domain.photos import PhotoTimeline, symptom_photos
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.main_window.midnight_watch import MidnightWatch
from workstation.ui.shell.placement import is_reachable
from workstation.ui.viewer.viewer import Viewer

pytestmark = pytest.mark.qt_log_ignore("does not support raise")

DAY_MS = 24 * 3_600_000
OTHER = consultation(9, images=("/a.jpg", "/b.jpg"))


@pytest.fixture
def own(desk: Desk) -> Desk:
    """Pictures open in a window of their own."""
    desk.is_own = True
    return desk


def press(viewer: Viewer, key: Qt.Key) -> None:
    QTest.keyClick(viewer, key)


async def test_the_picture_goes_out_and_back_as_it_is(desk: Desk):
    viewer = desk.open()
    await desk.ready()
    canvas = viewer.sides.active.canvas
    canvas.turn(1)
    canvas.zoom_to(3.0)
    viewer.bar.measure.click()
    view = canvas.view.quarters, canvas.view.zoom
    press(viewer, Qt.Key.Key_F11)
    assert desk.window is not None
    assert desk.viewer is viewer
    assert desk.frame.rail.isVisible(), "the page is there to be worked on meanwhile"
    await until(viewer.hasFocus)
    assert viewer.measuring.on
    press(viewer, Qt.Key.Key_F11)
    assert desk.window is None
    assert desk.viewer is viewer
    assert not desk.frame.rail.isVisible()
    assert (canvas.view.quarters, canvas.view.zoom) == view
    assert viewer.measuring.on
    assert desk.remembered == [True, False]


async def test_the_keyboard_goes_straight_into_the_viewer(desk: Desk):
    """A screen reader named a button that lay on its way."""
    inside, beside = QLineEdit(desk.frame.stack), QPushButton(desk.frame.bars)
    for widget in (inside, beside):
        widget.show()
    inside.setFocus()
    visited: list[QWidget | None] = []

    def visit(_before: QWidget | None, now: QWidget | None) -> None:
        visited.append(now)

    QApplication.instance().focusChanged.connect(visit)
    try:
        viewer = desk.open()
        await desk.ready()
    finally:
        QApplication.instance().focusChanged.disconnect(visit)
    assert [widget for widget in visited if widget is not None] == [viewer]


async def test_of_two_photos_the_same_one_is_active_after_each_move(desk: Desk):
    """Qt hides what changes its window and asks for the next place of the keyboard, as Tab does."""
    viewer = desk.open()
    await desk.ready()
    viewer.bar.compare.click()
    number = viewer.sides.number
    press(viewer, Qt.Key.Key_F11)
    await until(viewer.hasFocus)
    assert viewer.sides.number == number
    press(viewer, Qt.Key.Key_F11)
    assert desk.window is None
    assert viewer.sides.number == number


async def test_escape_leaves_measuring_then_the_window_then_the_viewer(own: Desk):
    field = QLineEdit(own.frame)
    field.show()
    field.setFocus()
    viewer = own.open()
    await own.ready()
    viewer.bar.measure.click()
    viewer.go_back()
    assert not viewer.measuring.on
    assert own.window is not None
    press(viewer, Qt.Key.Key_Escape)
    assert own.window is None
    press(viewer, Qt.Key.Key_Escape)
    await until(lambda: not own.frame.findChildren(Viewer))
    assert own.frame.focusWidget() is field


async def test_closing_the_window_closes_the_viewer_and_keeps_the_choice(own: Desk):
    own.open()
    await own.ready()
    own.window.close()
    assert own.window is None
    assert own.remembered == []
    own.open()
    assert own.window is not None


async def test_the_next_picture_comes_into_the_same_window(own: Desk):
    own.open("/1.jpg")
    before = own.window
    viewer = own.open("/3.jpg")
    assert own.window is before
    assert viewer.sides.active.photo.url == "/3.jpg"
    await own.ready()


async def test_with_another_patient_the_window_shows_the_newest_photo_of_that_one(own: Desk):
    own.open()
    await own.ready()
    own.frame.setFocus()
    own.cache.timeline_now = PhotoTimeline((*symptom_photos(BEFORE), *symptom_photos(OTHER)))
    own.wiring.follow(OTHER)
    assert own.viewer.sides.active.photo is None, "not a moment of the patient before"
    await until(lambda: own.viewer.sides.active.photo is not None)
    assert own.viewer.sides.active.photo.url == "/b.jpg"
    assert own.viewer.bar.title.text() == OTHER.target.name
    viewer = own.viewer
    own.wiring.follow(dataclasses.replace(OTHER, created_ms=1))
    assert own.viewer is viewer, "the facts of the same consultation have changed"
    await own.ready()


async def test_a_conversation_without_photos_says_so_until_one_comes(own: Desk):
    own.cache.timeline_now = PhotoTimeline(())
    own.wiring.move(consultation(9))
    await until(lambda: own.viewer.sides.active.card.title.text() == "没有图片")
    assert own.viewer.accessibleName() == "没有图片"
    for key in (Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_C, Qt.Key.Key_M, Qt.Key.Key_R):
        press(own.viewer, key)
    own.cache.timeline_now = PhotoTimeline((*symptom_photos(PRESENT),))
    own.wiring._read()
    await until(lambda: own.viewer.sides.active.photo is not None)
    await own.ready()


async def test_over_the_page_it_follows_nobody(desk: Desk):
    viewer = desk.open()
    desk.wiring.follow(consultation(9))
    assert desk.viewer is viewer
    await desk.ready()


async def test_nothing_stays_on_the_screen_while_the_program_is_locked_or_put_away(own: Desk):
    viewer = own.open()
    await own.ready()
    own.wiring.drop_pictures()
    assert own.window is None
    own.frame.hide()
    own.frame.show()
    assert own.window is None, "the lock screen alone"
    own.wiring.load_pictures()
    assert own.viewer is viewer
    await own.ready()
    own.frame.hide()
    assert own.window is None
    own.frame.show()
    assert own.window is not None


async def test_a_photo_that_is_found_behind_the_lock_is_loaded_when_that_is_gone(own: Desk):
    """The disk was still asked, or what was sent still waited and the session went on."""
    own.open()
    await own.ready()
    own.cache.timeline_now = PhotoTimeline(())
    own.wiring.follow(OTHER)
    asked = len(own.cache.asked)
    own.wiring.drop_pictures()
    await own.scope.join()
    own.cache.timeline_now = PhotoTimeline(tuple(symptom_photos(OTHER)))
    own.cache.store.changes.publish(Changes(forgotten=frozenset({1})))
    await own.scope.join()
    assert len(own.cache.asked) == asked
    own.wiring.load_pictures()
    await own.ready()
    assert own.viewer.sides.active.photo.url == "/b.jpg"


async def test_photos_asked_for_as_the_window_is_locked_are_not_loaded_behind_it(own: Desk):
    own.open()
    await own.ready()
    asked = len(own.cache.asked)
    own.cache.timeline_now = PhotoTimeline(tuple(symptom_photos(OTHER)))
    own.wiring.follow(OTHER)
    own.wiring.drop_pictures()
    await own.scope.join()
    assert len(own.cache.asked) == asked
    own.wiring.load_pictures()
    await own.ready()


async def test_each_night_it_is_said_anew_of_which_day_the_photos_are(own: Desk):
    """Also beside the main window: "today" would be of yesterday."""
    viewer = own.open()
    await own.ready()
    passed_ms = 0
    own.cache.clock.now_ms = lambda: 1_000 + passed_ms
    watch = MidnightWatch(own.frame, own.cache.clock.now_ms)
    assert "今天" in viewer.sides.active.photo.when
    passed_ms = DAY_MS
    watch.check()
    await until(lambda: "昨天" in viewer.sides.active.photo.when)
    assert viewer.sides.active.ready, "the picture stays"
    set_language(Language.EN)
    await until(lambda: "Yesterday" in viewer.sides.active.photo.when)


async def test_the_title_names_the_program_and_nobody(own: Desk):
    own.open()
    assert own.window.windowTitle() == "图片 - 医生工作站"
    assert PRESENT.target.name not in own.window.windowTitle()
    await own.ready()


async def test_a_question_is_asked_where_the_picture_is(own: Desk):
    export_rules.apply(Settings(export_copy_picture="ask"))
    viewer = own.open()
    await own.ready()
    viewer.bar.copy.click()
    await until(lambda: own.window.findChildren(Dialog))
    QTest.keyClick(own.window.findChildren(Dialog)[0], Qt.Key.Key_Escape)
    await until(lambda: not own.window.findChildren(Dialog))
    export_rules.apply(Settings())


async def test_the_window_goes_with_the_frame_of_the_sign_in(own: Desk):
    own.open()
    await own.ready()
    window = own.window
    own.frame.destroyed.emit()
    assert not window.isVisible()
    QApplication.sendPostedEvents(None, 52)


@pytest.mark.parametrize(
    ("window", "reachable"),
    [
        (QRect(0, 0, 800, 600), True),
        (QRect(1900, 100, 800, 600), True),
        (QRect(2700, 100, 800, 600), False),
        (QRect(-780, 10, 800, 600), False),
        (QRect(100, -30, 800, 600), False),
    ],
)
def test_a_window_is_reachable_by_its_upper_edge(window: QRect, reachable: bool):
    screens = [QRect(0, 0, 1280, 800), QRect(1280, 0, 1280, 800)]
    assert is_reachable(window, screens) is reachable
