"""The handover page while it stays open: who waits and how long is that of the last minute."""

from tests.fakes.archive import COLLEAGUE, PATIENT, ROOM, make_arrived
from tests.store.people import listed
from tests.ui.handover.conftest import NOW_MS
from workstation.base.clock import MINUTE_MS
from workstation.domain.changes import Changes
from workstation.domain.errors import StorageError
from workstation.vault.archive.ingest import ingest

QUESTION = "要停药吗？"


async def wait_open(handing) -> None:
    """The page is opened five minutes after the patient asked."""
    handing.store.apply(Changes(listed=(listed(ROOM, created_ms=NOW_MS),)))
    pass_to(handing, 5)
    await handing.open()


def pass_to(handing, minutes: int) -> None:
    """So many minutes have passed since the patient asked."""
    handing.clock.now_ms = lambda: NOW_MS + minutes * MINUTE_MS


def line(handing, words: str) -> str:
    """What is shown of the row with these words; nothing where there is none."""
    return next((row for row in handing.rows() if words in row), "")


async def tick(handing) -> None:
    """The page's timer ends, and what it asks for is there."""
    handing.wiring.timer.timeout.emit()
    await handing.scope.join()


async def test_how_long_a_patient_waits_is_said_anew(handing):
    """Open for an hour it still said "waiting 5 min"."""
    await wait_open(handing)
    assert "等待 5 分钟" in line(handing, "病人7")
    assert line(handing, QUESTION).endswith("5 分钟")
    handing.go_to(QUESTION)
    pass_to(handing, 59)
    await tick(handing)
    assert "等待 59 分钟" in line(handing, "病人7")
    assert line(handing, QUESTION).endswith("59 分钟")
    assert QUESTION in handing.wiring.sheet.list.current.spoken, "the keyboard stays"


async def test_who_has_waited_too_long_by_now_is_said_to_have(handing):
    await wait_open(handing)
    pass_to(handing, 65)
    await tick(handing)
    assert "超时" in line(handing, "病人7")


async def test_who_was_answered_meanwhile_waits_no_longer(handing):
    """To count on for one whom a colleague has answered would be worse than an old number."""
    await wait_open(handing)
    at_ms = NOW_MS + 6 * MINUTE_MS
    reply = make_arrived("先不停", COLLEAGUE, origin_id="r", archive_id="a3", at_ms=at_ms)
    handing.store.apply((await handing.vault.write(ingest, [reply])).changes)
    pass_to(handing, 59)
    await tick(handing)
    assert "已回复" in line(handing, "病人7")


async def test_what_was_asked_meanwhile_is_there(handing):
    await wait_open(handing)
    asked = make_arrived("能洗澡吗？", PATIENT, origin_id="q2", archive_id="a4", at_ms=NOW_MS)
    handing.store.apply((await handing.vault.write(ingest, [asked])).changes)
    await tick(handing)
    assert line(handing, "能洗澡吗？")


async def test_it_ticks_while_it_is_open_alone(handing):
    """A closed page wakes no computer (decisions/idle-timers.md), and reads nothing."""
    await wait_open(handing)
    assert handing.wiring.timer.isActive()
    assert handing.wiring.timer.period_ms <= MINUTE_MS
    handing.wiring.sheet.dismiss()
    await tick(handing)
    assert not handing.wiring.timer.isActive()
    await handing.open()
    assert handing.wiring.timer.isActive()


async def test_behind_the_lock_nothing_comes_back(handing):
    await wait_open(handing)
    handing.wiring.drop()
    await tick(handing)
    assert handing.rows() == []
    assert not handing.wiring.timer.isActive()


async def test_a_disk_that_cannot_be_read_is_not_said_each_minute(handing, monkeypatch):
    """Times go on all the same, of what was read last."""
    await wait_open(handing)

    async def fail():
        raise StorageError

    notices = []
    monkeypatch.setattr(handing.handover, "read", fail)
    monkeypatch.setattr(handing.frame, "notify", lambda *words: notices.append(words))
    pass_to(handing, 59)
    await tick(handing)
    assert "等待 59 分钟" in line(handing, "病人7")
    assert line(handing, QUESTION).endswith("59 分钟")
    assert notices == []
