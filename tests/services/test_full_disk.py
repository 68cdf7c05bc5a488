"""While the disk takes nothing, nothing is acknowledged; when it does, nothing is missing."""

from tests.fakes.alone import catch_up_alone, outbox_alone
from tests.fakes.inbound import ignore, make_inbound
from workstation.base.clock import SystemClock
from workstation.domain.errors import DiskFull, StorageError
from workstation.domain.events import Arrived, Broken, Joined, Left
from workstation.domain.message import MessageKind
from workstation.link.inbox import Batch
from workstation.services.read_markers import ReadMarkers
from workstation.services.retrying_vault import RetryingVault
from workstation.vault import database
from workstation.vault.database import Vault

SAID = Arrived(1, 3, "o1", "a1", 0, MessageKind.TEXT, "又烧了")


class Source:
    """One batch, then silence."""

    def __init__(self):
        self.committed_marks, self._batches = [], [Batch((SAID,), 7)]

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self._batches:
            return self._batches.pop()
        raise StopAsyncIteration

    def commit(self, mark):
        self.committed_marks.append(mark)

    def post(self, command):
        raise AssertionError(command)

    def visit(self, _consultation_id):
        return None


class FullDisk:
    """A vault whose disk is full for the first writes."""

    def __init__(self, vault: Vault, times: int):
        self._vault, self.left = vault, times

    async def absorb(self, function, *args):
        if self.left:
            self.left -= 1
            raise DiskFull
        return await self._vault.absorb(function, *args)


async def test_a_batch_is_tried_until_the_disk_takes_it(vault, monkeypatch):
    monkeypatch.setattr(database, "DISK_SECONDS", 0)
    source, troubles, displayed, disk = Source(), [], [], FullDisk(vault, times=2)
    inbound = make_inbound(
        source,
        disk,
        catch_up_alone(source.post, ignore, SystemClock()),
        None,
        lambda work, **_: work.close(),
        read_markers=ReadMarkers(vault, source.post, ignore),
        on_changes=displayed.append,
        on_storage_error=troubles.append,
    )
    await inbound.processor.run()
    assert [type(error) for error in troubles] == [DiskFull, DiskFull]
    assert source.committed_marks == [7]
    assert [message.text for changes in displayed for message in changes.messages] == ["又烧了"]


async def test_what_follows_of_an_event_may_fail_and_the_next_one_is_taken(vault):
    class Outbox:
        async def on_session_killed(self, _event):
            raise DiskFull

        def on_left(self, room):
            left.append(room)

    source, troubles, left = Source(), [], []
    inbound = make_inbound(
        source,
        vault,
        catch_up_alone(source.post, ignore, SystemClock()),
        Outbox(),
        lambda work, **_: work.close(),
        on_storage_error=troubles.append,
    )
    await inbound.processor.process(
        Batch((Broken("policy-violation", ("own",)), Left(7, "kicked")), 9)
    )
    assert [type(error) for error in troubles] == [DiskFull]
    assert (left, source.committed_marks) == ([7], [9])


async def test_a_room_is_caught_up_with_although_the_disk_failed_at_first(vault, monkeypatch):
    class Failing:
        left = 2

        async def absorb(self, function, *args):
            return await vault.absorb(function, *args)

        async def read(self, function, *args):
            if self.left:
                self.left -= 1
                raise StorageError
            return await vault.read(function, *args)

    monkeypatch.setattr(database, "DISK_SECONDS", 0)
    asked, troubles = [], []
    catch_up = catch_up_alone(asked.append, lambda _: None, SystemClock())
    inbound = make_inbound(
        Source(),
        Failing(),
        catch_up,
        outbox_alone(RetryingVault(vault, ignore, ignore), Source(), ignore),
        lambda work, **_: work.close(),
        read_markers=ReadMarkers(vault, asked.append, ignore),
        on_storage_error=troubles.append,
    )
    await inbound.processor.process(Batch((Joined(7, archives=True, visit=1),), 1))
    assert [page.consultation_id for page in asked] == [7]
    assert len(troubles) == 2


def _ignore(_: object) -> None:
    pass
