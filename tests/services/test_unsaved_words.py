"""Words are unsaved until the disk has those very words: what was written meanwhile stays so."""

import asyncio

import pytest

from tests.fakes.archive import ROOM
from workstation.base.clock import SystemClock
from workstation.domain.changes import Draft
from workstation.domain.closing import ClosingSummary
from workstation.domain.errors import DiskFull
from workstation.domain.quick_replies import QuickReply
from workstation.services.closing import ClosingService
from workstation.services.drafting import Drafting
from workstation.services.quick_replies import QuickReplies
from workstation.vault.database import Vault


class SlowDisk:
    """Takes the first thing that is written when it is let; nothing after that."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.may_go_on, self.count = vault, asyncio.Event(), 0
        self.read = vault.read

    async def write(self, *_work):
        """As the vault does. Raises ``DiskFull``."""
        self.count += 1
        if self.count > 1:
            raise DiskFull("full")
        await self.may_go_on.wait()


@pytest.fixture
def disk():
    """A vault behind a slow disk."""
    vault = Vault.in_memory(threads=False)
    yield SlowDisk(vault)
    vault.close()


async def refused(work) -> None:
    with pytest.raises(DiskFull):
        await work


async def test_a_draft_that_was_written_on_stays_unsaved(disk):
    drafting = Drafting(disk, SystemClock(), lambda _: None)
    drafting.hold(Draft(ROOM, "先观察", 3))
    first = asyncio.ensure_future(drafting.save(ROOM))
    await asyncio.sleep(0)
    drafting.hold(Draft(ROOM, "先观察两天", 5))
    await refused(drafting.save(ROOM))
    disk.may_go_on.set()
    await first
    assert drafting.unsaved[ROOM].text == "先观察两天"


async def test_a_summary_that_was_written_on_stays_unsaved(disk):
    closing = ClosingService(disk, SystemClock(), lambda _: None, lambda: "s1")
    closing.hold(ROOM, ClosingSummary("湿疹"))
    first = asyncio.ensure_future(closing.save(ROOM))
    await asyncio.sleep(0)
    longer = ClosingSummary("湿疹，一周后复查")
    closing.hold(ROOM, longer)
    await refused(closing.save(ROOM))
    disk.may_go_on.set()
    await first
    assert closing.unsaved == {ROOM: longer}


async def test_a_summary_that_is_saved_while_it_is_read_is_read_again():
    """The form would open empty, and be written over with what comes next."""
    vault = Vault.in_memory(threads=False)
    closing = ClosingService(vault, SystemClock(), lambda _: None, lambda: "s1")
    read = vault.read

    async def read_and_save(*work):
        before = await read(*work)
        await closing.save(ROOM)
        return before

    vault.read = read_and_save
    closing.hold(ROOM, ClosingSummary("湿疹"))
    assert (await closing.get(ROOM)).draft == ClosingSummary("湿疹")
    vault.close()


async def test_a_summary_that_is_sent_is_unsaved_no_more(disk):
    closing = ClosingService(disk, SystemClock(), lambda _: None, lambda: "s1")
    closing.hold(ROOM, ClosingSummary("湿疹"))
    disk.may_go_on.set()
    await closing.send(ROOM, ClosingSummary("湿疹"), "诊断：湿疹")
    assert closing.unsaved == {}


async def test_a_quick_reply_that_was_written_on_stays_unsaved(disk):
    replies, reply = QuickReplies(disk), QuickReply("题", "文", "组", 7)
    longer = QuickReply("题", "文，又及", "组", 7)
    replies.unsaved[7] = longer
    disk.may_go_on.set()
    await replies.save(reply)
    assert replies.unsaved == {7: longer}
    replies.unsaved_sections["组"] = "新组名"
    disk.count = 0
    await replies.rename_section("组", "新组")
    assert replies.unsaved_sections == {"组": "新组名"}


async def test_a_quick_reply_that_is_deleted_is_unsaved_no_more(disk):
    replies = QuickReplies(disk)
    replies.unsaved[7] = QuickReply("题", "文", "组", 7)
    disk.may_go_on.set()
    await replies.remove(7)
    assert replies.unsaved == {}
