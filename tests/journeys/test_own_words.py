"""One's own words changed after Enter, as the doctor does it and as the patient's phone gets it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest

from tests.journeys.conftest import until
from tests.journeys.phone import phone_in
from workstation.domain.message import Amending, Delivery, SpeakerRole
from workstation.ui.kit.layers.menu import MenuItem
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.label import Label

MANGO = 20418
BODY = "{jabber:client}body"
REPLACE = "{urn:xmpp:message-correct:0}replace"
RETRACT = "{urn:xmpp:message-retract:1}retract"
ROOM_ID = "{urn:xmpp:sid:0}stanza-id"


def patient(work) -> int:
    """Who started the consultation."""
    return work.session.store.worklist.row(MANGO).consultation.creator.member_id


def mine(work) -> list:
    """The doctor's messages on the screen; others may speak behind them."""
    return [one for one in work.messages() if one.speaker.role is SpeakerRole.ME]


def last(work):
    return mine(work)[-1]


def stands(work, text: str, *, retracted: bool = False) -> bool:
    """Whether this is the doctor's last message, and the room has all of it."""
    if not mine(work):
        return False
    message = last(work)
    sent = message.delivery in {Delivery.SENT, Delivery.READ}
    return (
        (message.text, message.retracted) == (text, retracted)
        and message.amending is Amending.NOTHING
        and sent
    )


def pick(work, name: str) -> None:
    """Pick something from the last message's menu, by the keyboard."""
    view = work.active.conversation.view
    view.go_to_item(last(work).key)
    view.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))

    next(item for item in work.window.findChildren(MenuItem) if item.text() == name).click()


async def test_a_dose_is_corrected_and_a_slip_withdrawn_and_both_stay_readable_here(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        composer = work.active.composer
        async with phone_in(work.clinic, patient(work), MANGO) as phone:
            work.write("每晚 5 mg")
            work.press_enter()
            await until(lambda: stands(work, "每晚 5 mg"))
            first = await phone.until(lambda root: root.findtext(BODY) == "每晚 5 mg")
            QTest.keyClick(composer.editor, Qt.Key.Key_Up)
            assert composer.text == "每晚 5 mg"
            composer.editor.selectAll()
            work.write("每晚 0.5 mg")
            work.press_enter()
            await until(lambda: stands(work, "每晚 0.5 mg"))
            corrected = await phone.until(lambda root: root.findtext(BODY) == "每晚 0.5 mg")
            assert corrected.find(REPLACE).get("id") == first.get("id")
            assert last(work).earlier == ("每晚 5 mg",)
            pick(work, tr("conversation.withdraw"))
            await until(lambda: stands(work, "", retracted=True))
            withdrawn = await phone.until(lambda root: root.find(RETRACT) is not None)
            assert withdrawn.find(RETRACT).get("id") == first.find(ROOM_ID).get("id")
        pick(work, tr("conversation.show_earlier"))
        labels = {label.text() for label in work.window.findChildren(Label) if label.isVisible()}
        assert {"每晚 5 mg", "每晚 0.5 mg"} <= labels


async def test_withdrawn_offline_it_follows_the_message_after_a_restart(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        work.write("发错了")
        work.press_enter()
        await until(lambda: stands(work, "发错了"))
        work.clinic.dial("im-cut=before@in * *")
        pick(work, tr("conversation.withdraw"))
        await until(lambda: last(work).retracted)
        assert last(work).earlier == ("发错了",)
    workplace.clinic.clear()
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await until(lambda: stands(work, "", retracted=True))
        assert last(work).earlier == ("发错了",)
