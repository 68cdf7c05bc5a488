"""A doctor's services over a line that keeps what is asked of it, and a room's archive."""

import asyncio
from collections.abc import Callable

from tests.fakes.archive import ME, PATIENT, ROOM, Archive, make_arrived
from tests.fakes.inbound import ignore, make_inbound
from tests.vault.people import furnish
from workstation.base.clock import SystemClock
from workstation.domain.changes import Changes
from workstation.domain.commands import FetchPage, Send
from workstation.domain.errors import DatabaseBusy, DiskFull, StorageError
from workstation.domain.events import ArchivePage, Joined
from workstation.domain.message import MessageKind
from workstation.link.inbox import Batch
from workstation.services.catch_up import CatchUp
from workstation.services.outbox import Outbox, Upload
from workstation.services.outbox_writer import OutboxWriter
from workstation.services.retrying_vault import RetryingVault
from workstation.vault.archive.requests import PageRequest
from workstation.vault.database import Vault
from workstation.vault.unsent import outbox as rows


class Doctor:
    """The services on a line that keeps what is asked of it, and a room's archive."""

    def __init__(
        self, grace: float = 0.0, upload: Upload | None = None, vault: Vault | None = None
    ) -> None:
        self.vault, self.archive = vault or Vault.in_memory(threads=False), Archive()
        self.asked: list[FetchPage] = []
        self.sent: list[str] = []
        self.changes: list[Changes] = []
        self.show: Callable[[Changes], None] = self.changes.append
        self.commands: list[Send] = []
        self.present = 1
        self._entered: set[int] = set()
        self.troubles: list[StorageError] = []
        self.work: list[asyncio.Future] = []
        clock = SystemClock()
        retrying = RetryingVault(self.vault, ignore, self.troubles.append)
        self.outbox = Outbox(
            retrying,
            self,
            upload or _nothing,
            grace,
            pages=lambda: self.catch_up.under_way,
            on_line_freed=self._go_on,
        )
        self.outbox_writer = OutboxWriter(retrying, clock, lambda: "own")
        self.catch_up = CatchUp(
            self.post,
            self._on_caught_up,
            clock,
            messages=lambda: self.outbox.under_way,
            on_line_freed=self._send_waiting,
        )
        self.inbound, self.catch_ups = make_inbound(
            self,
            self.vault,
            self.catch_up,
            self.outbox,
            self.spawn,
            on_changes=self._on_changes,
        )

    def _send_waiting(self) -> None:
        """What waited for less to be under way, as ``connect_messaging`` does it."""
        if self.outbox.take_waits_for_line():
            self.spawn(self.outbox.pump_all())

    def _go_on(self) -> None:
        self._send_waiting()
        self.catch_up.go_on()

    def _on_changes(self, changes: Changes) -> None:
        self.show(changes)

    def _on_caught_up(self, rooms) -> None:
        unproven = self.catch_up.lost.take_unproven(rooms)
        self.spawn(self.outbox.on_caught_up(rooms, unproven))

    def post(self, command) -> None:
        if isinstance(command, FetchPage):
            self.asked.append(command)
        elif isinstance(command, Send):
            self.sent.append(command.origin_id)
            self.commands.append(command)

    def spawn(self, coroutine, **_) -> None:
        self.work.append(asyncio.ensure_future(coroutine))

    def commit(self, _mark: int) -> None:
        pass

    def visit(self, room: int) -> int | None:
        return self.present if room in self._entered else None

    def leave(self, room: int) -> None:
        """From now on no message goes out to this room."""
        self._entered.discard(room)

    async def start(self) -> None:
        await self.vault.write(furnish)

    async def begin(self, *events) -> None:
        """Take events, and wait for nothing that follows of them."""
        self._entered.update(each.consultation_id for each in events if isinstance(each, Joined))
        await self.inbound.process(Batch(events, 0))

    async def take(self, *events) -> None:
        await self.begin(*events)
        await asyncio.gather(*self.work)

    async def tried(self, name: str) -> None:
        """A message that was under way, of which nothing more is known."""
        await self.vault.write(rows.add, ROOM, name, MessageKind.TEXT, name, 0)
        await self.vault.write(rows.mark_sending, name)
        await self.outbox.start()

    async def start_with_tried(self, name: str) -> None:
        """Start with a message that was under way and is in the archive, before six others."""
        await self.start()
        self.archive.add(make_arrived(name, ME, origin_id=name))
        for text in "abcdef":
            self.archive.add(make_arrived(text, PATIENT))
        await self.tried(name)

    def answer_to(self, asked: FetchPage, limit: int = 3) -> ArchivePage:
        request = PageRequest(ROOM, asked.after, asked.before)
        return self.archive.page(request, limit, asked.query)

    async def answer(self, asked: FetchPage, limit: int) -> None:
        await self.take(self.answer_to(asked, limit))

    async def answer_all(self, limit: int) -> None:
        """Answer each page that is asked for, and those asked meanwhile, ``limit`` items each."""
        answered = 0
        while answered < len(self.asked):
            await self.answer(self.asked[answered], limit)
            answered += 1


async def _nothing(_: object) -> None:
    return None


def filled(doctor: Doctor, function: Callable[..., object], times: int = 2) -> None:
    """The disk has no room the first times that this is to be written."""
    write, left = doctor.vault.write, [DiskFull()] * times

    async def full(expected, *args):
        if expected is function and left:
            raise left.pop()
        return await write(expected, *args)

    doctor.vault.write = full  # type: ignore[method-assign]


def unreadable(doctor: Doctor, function: Callable[..., object], times: int = 2) -> None:
    """The disk does not answer the first times that this is asked."""
    read, left = doctor.vault.read, [DatabaseBusy()] * times

    async def busy(expected, *args):
        if expected is function and left:
            raise left.pop()
        return await read(expected, *args)

    doctor.vault.read = busy  # type: ignore[method-assign]


async def enter(doctor: Doctor, room: int) -> None:
    """A room is entered anew, and its archive holds nothing more."""
    await doctor.take(Joined(room, archives=True, visit=doctor.present))
    while doctor.asked:
        asked, nothing = doctor.asked.pop(0), Archive(consultation_id=room)
        await doctor.take(nothing.page(PageRequest(room), query=asked.query))
