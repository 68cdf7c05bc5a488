"""The handover to a colleague: asked about once, sent in each consultation, never called done."""

import pytest

from tests.fakes.archive import COLLEAGUE, ME, ROOM, make_arrived
from tests.store.people import listed, summary
from tests.ui.handover.conftest import NOW_MS
from tests.ui.waiting import until
from workstation.domain.changes import Changes, Place
from workstation.domain.connection import Connection, Phase
from workstation.domain.errors import DiskFull
from workstation.domain.people import Member
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.strings import error_text, tr
from workstation.vault.archive.ingest import ingest
from workstation.vault.lists import consultations
from workstation.vault.unsent import outbox


async def test_a_colleague_of_the_team_gets_a_message_in_the_consultation(handing):
    sheet = await handing.open_sending()
    assert sheet.colleague.currentText() == "周明岚 · 1 个咨询"
    sheet.start.click()
    await until(lambda: handing.pumped == [ROOM])
    (message,) = await handing.vault.read(outbox.messages, ROOM)
    assert message.text.splitlines() == [
        "【交接】@周明岚 请接手这个咨询，并复述确认。",
        "情况：皮肤科 · 手臂起疹三天",
        "已答应：一周后复查（12 月 2 日）",
        "待回答：要停药吗？",
    ]
    assert [mention.member_id for mention in message.mentions] == [COLLEAGUE]
    assert sheet.isHidden()
    assert handing.wiring.sheet.isHidden()


@pytest.mark.parametrize(
    ("phase", "is_durable", "ending"),
    [
        (Phase.ONLINE, True, "正在发送给周明岚，是否送达请看对话中的状态标记"),
        (Phase.WAITING, True, "待发送，联网后自动发送"),
        (Phase.WAITING, False, "待发送，联网后自动发送，请不要关闭程序"),
    ],
)
async def test_nothing_is_called_handed_over_that_may_not_have_arrived(
    handing, phase, is_durable, ending
):
    handing.store.set_connection(Connection(phase))
    handing.store.is_durable = is_durable
    sheet = await handing.open_sending()
    sheet.start.click()
    await until(lambda: handing.frame.findChildren(SnackBar))
    (bar,) = handing.frame.findChildren(SnackBar)
    assert bar.text.endswith(ending)


async def test_of_several_messages_none_is_kept_where_one_is_not_and_again_each_goes_once(
    handing, monkeypatch
):
    second = ROOM + 1
    await handing.vault.write(
        consultations.replace_list,
        Place.IN_PROCESS,
        [listed(number).consultation for number in (ROOM, second)],
    )
    handing.store.apply(Changes(listed=(listed(second),)))
    add = outbox.add

    def full(connection, consultation_id, *parts):
        if consultation_id == second:
            raise DiskFull("full")
        return add(connection, consultation_id, *parts)

    sheet = await handing.open_sending()
    assert len(sheet.messages) == 2
    monkeypatch.setattr(outbox, "add", full)
    sheet.start.click()
    await until(lambda: sheet.error.text)
    assert handing.pumped == []
    monkeypatch.undo()
    sheet.start.click()
    await until(lambda: sorted(handing.pumped) == [ROOM, second])
    for room in (ROOM, second):
        assert len(await handing.vault.read(outbox.messages, room)) == 1


async def test_who_names_another_open_patient_is_asked_once(handing):
    other = listed(8, target=Member(9, "要停药"), doctor_ids=(ME,))
    handing.store.apply(Changes(listed=(other,)))
    sheet = await handing.open_sending()
    sheet.start.click()
    await until(lambda: sheet.question.text)
    assert sheet.question.text == "病人7：内容里提到了“要停药”"
    assert await handing.vault.read(outbox.messages, ROOM) == ()
    sheet.question.go.click()
    await until(lambda: handing.pumped == [ROOM])


async def test_what_a_colleague_wrote_meanwhile_is_told_before_it_goes(handing):
    sheet = await handing.open_sending()
    answer = make_arrived("我来", COLLEAGUE, origin_id="c", archive_id="a3", at_ms=NOW_MS)
    await handing.vault.absorb(ingest, [answer])
    sheet.start.click()
    await until(lambda: sheet.question.text)
    assert sheet.question.text == "病人7：打开交接班之后，团队医生又发了 1 条消息"
    sheet.question.back.click()
    await handing.scope.join()
    assert handing.pumped == []
    assert sheet.isVisible()


async def test_nothing_goes_before_it_is_asked_for_and_the_patient_is_named_as_a_reader(handing):
    sheet = await handing.open_sending()
    assert "患者也会读到" in sheet.warning.text()
    assert sheet.preview.text() == f"病人7\n{sheet.messages[0][1]}"
    sheet.dismiss()
    await handing.scope.join()
    assert await handing.vault.read(outbox.messages, ROOM) == ()


@pytest.mark.parametrize("failing", [True, False])
async def test_who_put_the_form_away_is_told_that_nothing_was_sent(handing, monkeypatch, failing):
    """It was said, or asked, where nobody could see it."""
    sheet = await handing.open_sending()
    if failing:
        monkeypatch.setattr(outbox, "add", lambda *_: (_ for _ in ()).throw(DiskFull("full")))
    else:
        answer = make_arrived("我来", COLLEAGUE, origin_id="c", archive_id="a3", at_ms=NOW_MS)
        await handing.vault.absorb(ingest, [answer])
    sheet.start.click()
    sheet.dismiss()
    await handing.scope.join()
    (bar,) = handing.frame.findChildren(SnackBar)
    text = str(error_text(DiskFull("full"))) if failing else tr("handover.send.unasked")
    assert bar.text == text
    assert handing.pumped == []


@pytest.mark.usefixtures("screen_reader")
async def test_a_screen_reader_is_told_how_many_messages_go_after_a_choice(handing):
    second = ROOM + 1
    done = summary(second, patient_ms=1, answered=True, doctor_ms=2)
    handing.store.apply(Changes(listed=(listed(second),), summaries=(done,)))
    sheet = await handing.open_sending()
    before = announcer.recent
    sheet.only_open.click()
    assert announcer.recent == (sheet.start.text(), *before)
    sheet.only_open.click()
    assert announcer.recent[0] == sheet.start.text()
    assert len(announcer.recent) == len(before) + 2
