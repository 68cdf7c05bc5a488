"""A summary from the first letter to the next patient; nothing is lost on the way."""

import asyncio

from tests.store.people import listed
from tests.ui.summary.conftest import HERE, NEXT
from tests.ui.waiting import until
from workstation.domain.closing import ClosingSummary
from workstation.domain.errors import DiskFull
from workstation.domain.message import Delivery
from workstation.domain.people import Member
from workstation.services import closing as service
from workstation.vault.lists import timelines
from workstation.vault.removal import patient_data
from workstation.vault.unsent import outbox


async def unsent(ending, number=HERE):
    return (await ending.vault.read(timelines.newest, number, 9)).unsent


def refuse(monkeypatch, name):
    """From now on the disk takes none of these; the function that lets it take them again."""

    def full(*_):
        raise DiskFull("full")

    before = getattr(service.closing, name)
    monkeypatch.setattr(service.closing, name, full)
    return lambda: monkeypatch.setattr(service.closing, name, before)


async def test_the_first_letter_is_kept_at_once_and_the_rest_soon(ending):
    soon = ending.wiring.drafts.saving.soon
    assert soon.interval() < 300
    soon.setInterval(60_000)
    await ending.open()
    ending.write(assessment="荨")
    ending.write(assessment="麻疹")
    await ending.scope.join()
    assert (await ending.stored_draft()).assessment == "荨"
    assert soon.isActive()
    soon.timeout.emit()
    await ending.scope.join()
    assert (await ending.stored_draft()).assessment == "荨麻疹"


async def test_half_written_and_killed_it_is_still_there(ending):
    await ending.open()
    ending.write(assessment="荨麻疹", advice="停用")
    await until(lambda: not ending.wiring.drafts.saving.soon.isActive())
    await ending.scope.join()
    later = ending.again()
    await later.open()
    assert later.sheet.written == ClosingSummary("荨麻疹", "停用")
    assert not await unsent(ending)
    later.close()


async def test_every_consultation_has_its_own(ending):
    await ending.open(HERE)
    ending.write(assessment="给小宝")
    await ending.open(NEXT)
    assert ending.sheet.written == ClosingSummary()
    ending.write(assessment="给一诺")
    await ending.open(HERE)
    assert ending.sheet.written.assessment == "给小宝"
    await ending.scope.join()
    assert (await ending.stored_draft(NEXT)).assessment == "给一诺"


async def test_put_away_it_is_kept_and_said_to_be(ending):
    await ending.open()
    ending.sheet.cancel.click()
    assert ending.bar_texts() == []
    await ending.open()
    ending.write(advice="多喝水")
    ending.sheet.cancel.click()
    assert ending.bar_texts() == ["小结已保存在本机"]
    await ending.scope.join()
    assert (await ending.stored_draft()).advice == "多喝水"


async def test_the_end_of_the_sign_in_keeps_the_last_letters(ending):
    await ending.open()
    ending.write(advice="多")
    ending.write(advice="喝水")
    ending.wiring.leave()
    await ending.scope.join()
    assert (await ending.stored_draft()).advice == "多喝水"


async def test_sent_it_is_one_ordinary_message_and_pdf_and_next_patient_are_offered(ending):
    ending.waits(NEXT, 40)
    await ending.open()
    ending.write(assessment="荨麻疹")
    ending.sheet.start.click()
    ending.sheet.start.click()
    await until(ending.asked)
    (message,) = await unsent(ending)
    assert message.text == "【小结】\n评估：荨麻疹"
    assert message.delivery is Delivery.QUEUED
    assert not ending.sheet.isVisible()
    await until(lambda: ending.signed_in.messaging.outbox.rooms == [HERE])
    first = ending.asked()
    first.pdf.click()
    await until(lambda: ending.asked() not in {None, first})
    assert ending.papers.requests == [("pdf", HERE)]
    ending.asked().next.click()
    await until(lambda: ending.opened == [NEXT])


async def summed_up(ending) -> None:
    """Write and send a summary, up to the question who is next."""
    await ending.open()
    ending.write(assessment="荨麻疹")
    ending.sheet.start.click()
    await until(ending.asked)


def names_next(ending) -> str:
    labels = ending.asked().findChildren(type(ending.sheet.title))
    return next(label.text() for label in labels if label.text().startswith("下一位"))


async def test_the_next_patient_is_who_waits_longest_of_all_others(ending):
    ending.take(listed=(listed(3, target=Member(9, "刘子墨")),))
    ending.waits(3, 101)
    ending.waits(HERE, 60)
    ending.waits(NEXT, 21)
    await summed_up(ending)
    assert "刘子墨" in names_next(ending)
    ending.asked().next.click()
    await until(lambda: ending.opened == [3])


async def test_the_button_opens_who_was_named_whoever_waits_longest_by_then(ending):
    ending.waits(NEXT, 40)
    await summed_up(ending)
    ending.take(listed=(listed(3, target=Member(9, "刘子墨")),))
    ending.waits(3, 101)
    assert "赵一诺" in names_next(ending)
    ending.asked().next.click()
    await until(lambda: ending.opened == [NEXT])


async def test_who_was_named_and_left_meanwhile_is_said_before_another_is_opened(ending):
    ending.take(listed=(listed(3, target=Member(9, "刘子墨")),))
    ending.waits(NEXT, 40)
    ending.waits(3, 30)
    await summed_up(ending)
    first = ending.asked()
    ending.end(NEXT)
    first.next.click()
    await until(lambda: ending.asked() not in {None, first})
    assert ending.opened == []
    words = [label.text() for label in ending.asked().findChildren(type(ending.sheet.title))]
    assert "赵一诺的咨询已不在“接诊中”。" in words
    assert "刘子墨" in names_next(ending)
    await ending.stay()


async def test_without_a_connection_it_says_that_the_message_waits(ending):
    ending.end(NEXT)
    await ending.open()
    ending.write(assessment="荨麻疹")
    ending.sheet.start.click()
    await until(ending.asked)
    words = [label.text() for label in ending.asked().findChildren(type(ending.sheet.title))]
    assert any("现在没有连接" in text for text in words)
    assert any("直到平台将其关闭" in text for text in words)
    assert any("没有其他患者在等待" in text for text in words)
    await ending.stay()
    assert ending.opened == []


async def test_what_was_sent_is_said_when_the_form_opens_again(ending):
    await ending.open()
    ending.write(assessment="荨麻疹")
    ending.sheet.start.click()
    await until(ending.asked)
    await ending.stay()
    await ending.open()
    assert "再次发送会成为一条新消息" in ending.sheet.state.text
    assert ending.sheet.written.assessment == "荨麻疹"


async def test_a_full_disk_refuses_before_anything_is_cleared(ending, monkeypatch):
    await ending.open()
    ending.write(assessment="荨麻疹")
    await ending.scope.join()
    relieved = refuse(monkeypatch, "send")
    ending.sheet.start.click()
    await until(lambda: ending.sheet.error.text)
    assert ending.sheet.isVisible()
    assert ending.sheet.written.assessment == "荨麻疹"
    assert not await unsent(ending)
    assert ending.asked() is None
    relieved()
    ending.sheet.start.click()
    await until(ending.asked)
    assert len(await unsent(ending)) == 1
    await ending.stay()


async def test_a_full_disk_is_said_while_writing_and_tried_again(ending, monkeypatch):
    ending.wiring.drafts.saving.later.setInterval(1)
    await ending.open()
    relieved = refuse(monkeypatch, "put")
    ending.write(assessment="荨麻疹")
    await until(lambda: ending.sheet.error.text)
    assert ending.sheet.written.assessment == "荨麻疹"
    relieved()
    await until(lambda: not ending.sheet.error.text)
    assert (await ending.stored_draft()).assessment == "荨麻疹"


async def test_a_purged_patient_s_summary_is_not_saved_again(ending, monkeypatch):
    ending.wiring.drafts.saving.later.setInterval(1)
    await ending.open(HERE)
    ending.write(assessment="荨麻疹")
    ending.sheet.cancel.click()
    await ending.scope.join()
    purged = await ending.vault.write(patient_data.purge, [HERE])
    ending.signed_in.store.apply(purged.changes)
    await ending.open(NEXT)
    relieved = refuse(monkeypatch, "put")
    ending.write(advice="多喝水")
    await until(lambda: ending.sheet.error.text)
    relieved()
    await until(lambda: not ending.sheet.error.text)
    assert (await ending.stored_draft(NEXT)).advice == "多喝水"
    assert await ending.stored_draft(HERE) == ClosingSummary()


async def test_another_patient_s_name_is_asked_about_once(ending):
    await ending.open()
    ending.write(assessment="赵一诺的皮疹")
    ending.sheet.start.click()
    await until(lambda: ending.sheet.question.text)
    assert "赵一诺" in ending.sheet.question.text
    assert not await unsent(ending)
    ending.sheet.question.back.click()
    assert ending.sheet.isVisible()
    ending.sheet.start.click()
    await until(lambda: ending.sheet.question.text)
    ending.sheet.question.go.click()
    await until(ending.asked)
    assert len(await unsent(ending)) == 1
    await ending.stay()


async def test_the_platform_closes_the_consultation_while_one_writes(ending):
    await ending.open()
    ending.write(assessment="荨麻疹")
    ending.end(HERE)
    assert not ending.sheet.start.isEnabled()
    assert "不能再发送" in ending.sheet.state.text
    ending.sheet.cancel.click()
    await ending.scope.join()
    await ending.open()
    assert not ending.sheet.start.isEnabled()
    assert ending.sheet.written.assessment == "荨麻疹"
    assert await ending.vault.read(outbox.entries) == ()


async def test_where_nothing_was_written_and_nothing_can_be_the_form_stays_away(ending):
    ending.end(HERE)
    ending.wiring.open(ending.consultations[HERE].consultation)
    await until(ending.bar_texts)
    assert ending.bar_texts() == ["这个咨询没有写过小结"]
    assert not ending.sheet.isVisible()


async def test_the_sign_in_ends_while_a_summary_is_sent(ending, monkeypatch):
    sending = asyncio.Event()

    async def send(*_):
        sending.set()
        await asyncio.Event().wait()

    await ending.open()
    ending.write(assessment="荨麻疹")
    monkeypatch.setattr(ending.signed_in.account.closing, "send", send)
    ending.sheet.start.click()
    await sending.wait()
    ending.close()
    await ending.scope.join()


async def test_the_disk_refuses_the_last_letters_when_the_window_is_gone(ending, monkeypatch):
    ending.signed_in.spawn = asyncio.ensure_future
    await ending.open()
    refuse(monkeypatch, "put")
    ending.write(assessment="荨麻疹")
    saving = [task for task in asyncio.all_tasks() if "_save" in repr(task.get_coro())]
    assert saving
    ending.close()
    await asyncio.gather(*saving)
