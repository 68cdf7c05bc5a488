"""What a click in the conversation shows: a picture large, a link in the browser."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.journeys.conftest import until
from tests.journeys.locking import lock, protect, unlock
from tests.journeys.pages import open_viewer
from tests.journeys.phone import phone_in
from workstation.domain.changes import Changes
from workstation.domain.connection import Connection, Phase
from workstation.domain.message import MessageKind
from workstation.ui.conversation.timeline.hit_actions import OpenPicture
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.dot import Dot
from workstation.ui.kit.widgets.label import Label
from workstation.ui.viewer.own_window import ViewerWindow
from workstation.ui.viewer.viewer import Viewer

MANGO = 20418


def sent_pictures(work):
    return [message for message in work.messages() if message.kind is MessageKind.IMAGE]


async def test_a_picture_of_the_conversation_is_the_one_shown_large(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await until(lambda: sent_pictures(work))
        sent = sent_pictures(work)[-1]
        work.active.conversation.view.action_triggered.emit(OpenPicture(sent.attachment.url), 0.0)
        viewer = work.window.findChild(Viewer)
        await until(lambda: viewer.sides.panes[0].photo is not None)
        assert viewer.sides.panes[0].photo.url == sent.attachment.url
        assert sent.speaker.name in viewer.sides.panes[0].photo.caption


async def test_keys_act_on_the_pictures_and_on_nothing_behind_them(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        url = work.session.store.worklist.row(MANGO).consultation.pictures[0]
        work.active.composer.editor.setFocus()
        work.active.conversation.view.action_triggered.emit(OpenPicture(url), 0.0)
        viewer = work.window.findChild(Viewer)
        await until(viewer.hasFocus)
        QTest.keyClick(viewer, Qt.Key.Key_F6)
        assert viewer.bar.isAncestorOf(QApplication.focusWidget())
        QTest.keyClick(viewer, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(viewer, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        assert work.active.open_key == MANGO
        assert work.main_window.frame.current_page == "active"
        QTest.keyClick(viewer, Qt.Key.Key_Escape)
        await until(lambda: not work.window.findChildren(Viewer))
        assert work.active.composer.editor.hasFocus()


def window_apart() -> ViewerWindow | None:
    """The window of its own for pictures, while it may be seen."""
    every = QApplication.topLevelWidgets()
    return next((one for one in every if isinstance(one, ViewerWindow) and one.isVisible()), None)


async def test_a_photo_is_come_to_and_left_by_keys_alone(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        view, editor = work.active.conversation.view, work.active.composer.editor
        await until(lambda: view.timeline.rowCount() > 1, "the conversation is shown")
        editor.setFocus()
        QTest.keyClick(editor, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        assert view.hasFocus()
        QTest.keyClick(view, Qt.Key.Key_Home)
        QTest.keyClick(view, Qt.Key.Key_Return)
        viewer = work.window.findChild(Viewer)
        await until(viewer.hasFocus)
        QTest.keyClick(viewer, Qt.Key.Key_Escape)
        await until(lambda: not work.window.findChildren(Viewer))
        assert view.hasFocus()


@pytest.mark.usefixtures("cheap_codes")
@pytest.mark.qt_log_ignore("does not support raise")
async def test_pictures_on_a_second_screen_go_with_the_lock_and_with_the_sign_in(workplace):
    async with workplace.open() as work:
        await work.online()
        await protect(work)
        viewer = await open_viewer(work)
        QTest.keyClick(viewer, Qt.Key.Key_F11)
        await until(window_apart)
        assert work.program.current._parts.settings().viewer_own_window, (
            "for the next pictures, too"
        )
        assert work.main_window.frame.rail.isVisible()
        other = next(
            number
            for number in work.session.store.worklist.consultation_ids()
            if number != work.active.open_key
        )
        name = work.session.store.worklist.row(other).consultation.target.name
        await work.open_consultation(other)
        viewer = window_apart().findChildren(Viewer)[-1]
        assert viewer.bar.title.text() == name
        QTest.keyClick(viewer, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: work.window.is_covered)
        assert window_apart() is None
        await lock(work)
        await unlock(work)
        assert window_apart() is not None
        work.program.current.end.set()
        await until(lambda: work.program.main_window is None)
        assert window_apart() is None


async def test_a_link_in_a_message_opens_in_the_browser(workplace, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await work.say("https://example.org/leaflet")
        view = work.active.conversation.view
        view.scroll_to_end()
        click_on_link(view)
        assert opened == ["https://example.org/leaflet"]


def click_on_link(view):
    """Click into the middle of the last message's text."""
    row = view.timeline.rowCount() - 1
    place = view.visualRect(view.timeline.index(row, 0))
    words = view.laid_out_row(row).selectable_text()
    middle = words.at + QPointF(40, words.block.height / 2)
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=place.topLeft() + middle.toPoint()
    )


async def test_the_details_name_the_colleagues_and_have_every_picture(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await until(lambda: sent_pictures(work))
        details = work.active.details
        symptom = work.session.store.worklist.row(MANGO).consultation.pictures
        sent = sent_pictures(work)
        await until(lambda: details.pictures.count.text() == str(len(symptom) + len(sent)))
        colleague = work.session.store.worklist.row(MANGO).consultation.doctor_ids[-1]
        work.session.store.apply(Changes(names=((colleague, "周明岚"),)))
        assert "周明岚" in {label.text() for label in details.findChildren(Label)}
        details.pictures.all_button.click()
        viewer = work.window.findChild(Viewer)
        await until(lambda: viewer.sides.panes[0].photo is not None)
        assert viewer.sides.panes[0].photo.url == symptom[0]


async def test_who_is_in_the_conversation_now_has_a_dot_with_words(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        colleague = work.session.store.worklist.row(MANGO).consultation.doctor_ids[-1]

        def dots():
            dots = work.active.details.findChildren(Dot)
            return [dot.accessibleName() for dot in dots if dot.isVisible()]

        before = dots()
        async with phone_in(work.clinic, colleague, MANGO):
            await until(lambda: dots() == [*before, tr("details.present")])
            online = work.session.store.connection
            work.session.store.set_connection(Connection(Phase.CONNECTING))
            assert dots() == before, "without a connection nobody is known to be there"
            work.session.store.set_connection(online)
            assert dots() == [*before, tr("details.present")]
        await until(lambda: dots() == before)
