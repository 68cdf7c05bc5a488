"""A question answered by a quote: as the doctor does it, and as the patient's phone gets it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.journeys.conftest import until
from tests.journeys.phone import phone_in
from workstation.domain.message import Delivery

MANGO = 20418
BODY = "{jabber:client}body"
REPLY = "{urn:xmpp:reply:0}reply"
FALLBACK = "{urn:xmpp:fallback:0}fallback"
MENTION = "{urn:xmpp:reference:0}reference"
ROOM_ID = "{urn:xmpp:sid:0}stanza-id"
QUESTION, ANSWER, THANKS = "药膏一天涂几次？", "一天两次。", "好的，谢谢！"


def line(work, text: str):
    """The message of these words on the screen, if there is one."""
    return next((one for one in work.messages() if one.text == text), None)


def patient(work) -> int:
    return work.session.store.worklist.row(MANGO).consultation.creator.member_id


def is_sent(message) -> bool:
    return message is not None and message.delivery in {Delivery.SENT, Delivery.READ}


async def choose(work, text: str) -> None:
    """Answer a message by the keyboard alone."""
    view = work.active.conversation.view
    view.go_to_item(line(work, text).key)
    QTest.keyClick(view, Qt.Key.Key_R)
    await until(lambda: text in work.active.composer.quote.accessibleName())


async def mention(work, phone) -> None:
    """A colleague is spoken to, and speaks to this doctor; both by what the room carries."""
    mine = work.session.account.member_id
    team = work.session.store.worklist.row(MANGO).consultation.doctor_ids
    colleague = next(one for one in team if one != mine)
    name = work.session.store.names.get(colleague) or colleague
    work.write(f"请@{name} 也看看")
    work.press_enter()
    sent = await phone.until(lambda root: root.find(MENTION) is not None)
    assert sent.find(MENTION).get("uri").startswith(f"xmpp:{colleague}@")
    async with phone_in(work.clinic, colleague, MANGO) as other:
        domain = work.clinic.address.removeprefix("http://").partition(":")[0]
        place = f"type='mention' begin='0' end='3' uri='xmpp:{mine}@{domain}'"
        extra = f"<reference xmlns='urn:xmpp:reference:0' {place}/>"
        await other.say(f"consult-{MANGO}@consult.{domain}", "other-1", "@林 看过了", extra)
        await until(lambda: line(work, "@林 看过了"))
    assert line(work, "@林 看过了").mentions_me


async def test_an_answer_and_its_question_lead_to_each_other_and_outlast_a_restart(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        view = work.active.conversation.view
        async with phone_in(work.clinic, patient(work), MANGO) as phone:
            domain = work.clinic.address.removeprefix("http://").partition(":")[0]
            room = f"consult-{MANGO}@consult.{domain}"
            await phone.say(room, "phone-1", QUESTION)
            asked = await phone.until(lambda root: root.findtext(BODY) == QUESTION)
            await until(lambda: line(work, QUESTION))
            await choose(work, QUESTION)
            work.write(ANSWER)
            work.press_enter()
            await until(lambda: is_sent(line(work, ANSWER)))
            sent = await phone.until(lambda root: root.find(REPLY) is not None)
            assert sent.findtext(BODY) == f"> {QUESTION}\n{ANSWER}"
            assert sent.find(REPLY).get("id") == asked.find(ROOM_ID).get("id")
            assert sent.find(REPLY).get("to") == f"{room}/{patient(work)}"
            thanked = sent.find(ROOM_ID).get("id")
            extra = (
                f"<reply xmlns='urn:xmpp:reply:0' id='{thanked}'/>"
                "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'>"
                "<body start='0' end='5'/></fallback>"
            )
            await phone.say(room, "phone-2", f"&gt; 两\n {THANKS}", extra)
            await until(lambda: line(work, THANKS))
            await mention(work, phone)
        assert line(work, THANKS).quote.message.text == ANSWER
        assert line(work, QUESTION).answer.key == line(work, ANSWER).key
        view.go_to_item(line(work, ANSWER).key)
        QTest.keyClick(view, Qt.Key.Key_Return)
        await until(lambda: view.marked == line(work, QUESTION).key)
        work.clinic.dial("im-cut=before@in * *")
        await choose(work, THANKS)
        work.write("不客气")
        work.press_enter()
        await until(lambda: line(work, "不客气"))
        await choose(work, QUESTION)
    workplace.clinic.clear()
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        assert QUESTION in work.active.composer.quote.accessibleName(), "the draft answers it still"
        await until(lambda: is_sent(line(work, "不客气")))
        assert line(work, "不客气").quote.message.text == THANKS
        assert line(work, QUESTION).answer.key == line(work, ANSWER).key
