"""A summary sent while the doctor opens that of the next patient: each is said of its own."""

import asyncio

from tests.ui.summary.conftest import HERE, NEXT
from tests.ui.waiting import until
from workstation.domain.errors import DiskFull
from workstation.vault.lists import timelines


async def unsent(ending, number=HERE):
    return (await ending.vault.read(timelines.newest, number, 9)).unsent


async def another_opened_while_sent(ending, monkeypatch, *, ends_by: Exception | None = None):
    """The disk is slow, the doctor puts the form away and opens that of the next patient."""
    closing, go_on = ending.signed_in.account.closing, asyncio.Event()
    send = closing.send

    async def slow(*given):
        await go_on.wait()
        if ends_by is not None:
            raise ends_by
        await send(*given)

    monkeypatch.setattr(closing, "send", slow)
    await ending.open(HERE)
    ending.write(assessment="荨麻疹")
    ending.sheet.start.click()
    ending.sheet.cancel.click()
    ending.wiring.open(ending.signed_in.store.worklist.row(NEXT).consultation)
    await until(lambda: ending.sheet.consultation.consultation_id == NEXT)
    ending.write(assessment="湿疹")
    go_on.set()
    await ending.scope.join()


async def test_sent_behind_the_form_of_the_next_patient_it_leaves_that_one_open(
    ending, monkeypatch
):
    await another_opened_while_sent(ending, monkeypatch)
    assert [message.text for message in await unsent(ending)] == ["【小结】\n评估：荨麻疹"]
    assert ending.sheet.isVisible()
    assert ending.sheet.written.assessment == "湿疹"
    assert "小宝的小结：正在发送。" in ending.bar_texts()[-1]


async def test_what_went_wrong_is_not_said_in_the_form_of_the_next_patient(ending, monkeypatch):
    await another_opened_while_sent(ending, monkeypatch, ends_by=DiskFull("full"))
    assert ending.sheet.error.isHidden()
    assert "小宝的小结：" in ending.bar_texts()[-1]
    assert await unsent(ending, NEXT) == ()


async def test_what_the_disk_refused_of_one_is_said_in_no_other_s_form(ending, monkeypatch):
    closing, waits = ending.signed_in.account.closing, asyncio.Event()
    save = closing.save

    async def refuse_one(number):
        if number == HERE:
            await waits.wait()
            raise DiskFull("full")
        await save(number)

    monkeypatch.setattr(closing, "save", refuse_one)
    await ending.open(HERE)
    ending.write(assessment="荨麻疹")
    await ending.open(NEXT)
    waits.set()
    await ending.scope.join()
    assert ending.sheet.error.isHidden()
    await ending.open(HERE)
    assert ending.sheet.error.isVisible()
