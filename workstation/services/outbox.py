"""Sends the doctor's messages: committed first, in order, and again only if the archive lacks them.

Invariant: a message is delivered at least once, and twice only where no client could know better.
The click writes the row; only the room's own echo deletes it. The program or the connection may die
at any moment in between.

The race: the connection drops after "m" was handed to it. Did the server get it? Sending it again
may deliver it twice; taking it for lost may drop it. So nothing is sent before the room was entered
anew and its archive was read up to that moment: what the archive lacks then was never delivered. A
dead connection may still deliver for a moment, so a row that was tried waits ``GRACE_SECONDS`` more
(``test_grace.py``).

"Caught up" is true of one visit only (``caught_up_visits``).

Poison: a message that ends the session would end every later one. With several in flight, or pages
of archives beside it, none is known to be the one, so each is tried alone until one is confirmed or
ends a second session (``under_way``, ``in_flight``, ``test_suspects.py``). ``tests/simulation``
(``sabotage.py``) notices when any part of this is missing.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping
from typing import Any, Protocol

from workstation.base.task_scope import finish_all
from workstation.domain.commands import Command, Send
from workstation.domain.events import Broken, Undelivered
from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.message import Delivery
from workstation.domain.message_kinds import TRAITS
from workstation.services.caught_up_visits import CaughtUpVisits
from workstation.services.in_flight import InFlight
from workstation.services.retrying_vault import RetryingVault
from workstation.services.under_way import UnderWay
from workstation.vault.conversation import in_doubt, outbox_rows
from workstation.vault.unsent import failures, outbox


class OutboxLink(Protocol):
    """The session as the outbox needs it (``link.Link``)."""

    def post(self, command: Command) -> None:
        """Carry out a command as far as possible now."""

    def visit(self, consultation_id: ConsultationId) -> int | None:
        """The present stay in a room, by its number; ``None`` while no message would go out."""


GRACE_SECONDS = 2.0
"""How long a connection given up for dead may still deliver a message."""

Rooms = Collection[ConsultationId]
Upload = Callable[[outbox.OutboxEntry], Awaitable[Send | None]]


class Outbox:
    """Own messages from the click (``outbox_writer``) to the echo.

    ``upload`` uploads an entry's file and returns the command with its address, or ``None`` when it
    failed or has to wait. ``grace`` is how many seconds a message in flight may take to arrive
    before it is sent again. ``pages`` tells what is asked of archives, and ``on_line_freed`` is
    called when less is in flight. ``visits`` tells in which rooms messages are sent now.
    """

    def __init__(  # noqa: PLR0913 - the parts of one machine, put together once
        self,
        vault: RetryingVault,
        link: OutboxLink,
        upload: Upload,
        grace: float,
        *,
        pages: Callable[[], UnderWay],
        on_line_freed: Callable[[], None],
    ) -> None:
        self._vault, self._link, self._upload, self._grace = vault, link, upload, grace
        self._pages, self._on_line_freed = pages, on_line_freed
        self.visits = CaughtUpVisits(link.visit)
        self._in_flight, self._waits_for_line = InFlight(on_line_freed), False
        self._held_back, self._unproven = set[ConsultationId](), set[ConsultationId]()
        self._room_locks: defaultdict[ConsultationId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def start(self) -> None:
        """Queue what was in flight when the program ended. Raises ``StorageError``."""
        await self._vault.write_once(outbox.requeue)

    async def retry(self, origin_id: OriginId) -> None:
        """Try a failed message once more, under the same id.

        Raises ``StorageError``. The room's echo under that id is what keeps it from coming twice.
        """
        self._in_flight.remove(origin_id)
        await self._vault.write_once(failures.retry, origin_id)

    @property
    def under_way(self) -> UnderWay:
        """What of the messages is in flight."""
        return self._in_flight.under_way(self._link.visit)

    def take_waits_for_line(self) -> bool:
        """Whether a message could not go out beside what was under way, since last asked."""
        waits, self._waits_for_line = self._waits_for_line, False
        return waits

    def holds_back(self, consultation_id: ConsultationId) -> bool:
        """Whether an amendment waits in a room until the room has the message that it amends."""
        return consultation_id in self._held_back

    def on_joined(self, consultation_id: ConsultationId, visit: int) -> None:
        """Note that a room was entered: nothing is sent there until it has caught up."""
        self.visits.enter(consultation_id, visit)

    def on_left(self, consultation_id: ConsultationId) -> bool:
        """Note that a room was left; whether all other messages waited for a suspect there."""
        self.visits.leave(consultation_id)
        self._on_line_freed()
        return self._in_flight.has_suspect_in(consultation_id)

    def on_caught_up(self, rooms: Rooms, unproven: Rooms = ()) -> Coroutine[Any, Any, None]:
        """Send to these rooms what their archives lack, which were read up to now.

        That is true of the present visit to a room only; work that starts late does nothing. In
        ``unproven`` rooms what was tried may be in a part of the archive that cannot be read.
        """
        self._unproven = self._unproven.difference(rooms).union(unproven)
        visits = ((room, self.visits.entered(room)) for room in rooms)
        return self._send_waiting({room: at for room, at in visits if at is not None})

    async def _send_waiting(self, visits: Mapping[ConsultationId, int]) -> None:
        """Send what waits in these rooms; one read serves all, as hundreds catch up at once."""
        rows = await self._vault.read(outbox.entries)
        waiting = visits.keys() & {row.consultation_id for row in rows}
        for room in visits.keys() - waiting:
            self.visits.note_caught_up(room, visits[room])
        # What is in flight in this visit stays so; what was queued since found its room closed.
        anew = (room for room in waiting if visits[room] != self.visits.caught_up(room))
        await finish_all(self.pump_all(), *(self._resend(room, visits[room]) for room in anew))

    async def _resend(self, consultation_id: ConsultationId, visit: int) -> None:
        if await self._vault.read(outbox_rows.was_tried, consultation_id):
            # The server may still read it from the lost connection; its echo comes live then.
            await asyncio.sleep(self._grace)
        waiting = await self._vault.read(outbox.entries, consultation_id)
        is_present = visit == self.visits.entered(consultation_id)
        if not is_present or visit == self.visits.caught_up(consultation_id):  # sent meanwhile
            return
        for entry in waiting:
            self._in_flight.remove(entry.origin_id)
            if consultation_id in self._unproven and entry.is_tried:
                await self._fail(entry.origin_id, in_doubt.UNPROVEN)
        if consultation_id not in self._unproven and any(entry.is_unproven for entry in waiting):
            await self._vault.write(failures.drop_absent, consultation_id)
        self._unproven.discard(consultation_id)
        await self._vault.write(outbox.requeue, consultation_id)
        self.visits.note_caught_up(consultation_id, visit)
        await self.pump(consultation_id)

    async def pump(self, consultation_id: ConsultationId) -> None:
        """Send what waits in a room, in the order typed."""
        async with self._room_locks[consultation_id]:
            visit = self.visits.caught_up(consultation_id)
            self._held_back.discard(consultation_id)
            for entry in await self._vault.read(outbox.entries, consultation_id):
                if not await self._try_send(entry, visit):
                    break

    async def pump_all(self) -> None:
        """Send what waits in all rooms, as after a resumed session, when nothing else would.

        Each room by itself: an upload to one patient does not delay a text to another.
        """
        waiting = await self._vault.read(outbox.entries)
        rooms = dict.fromkeys(entry.consultation_id for entry in waiting)
        await finish_all(*map(self.pump, rooms))

    async def on_refused(self, event: Undelivered) -> None:
        """Mark a message as failed, as the room refused it; later ones go on."""
        await self._fail(event.origin_id, event.reason, event.server_text)
        if self.clear_suspect(event.origin_id):
            await self.pump_all()
        else:
            await self.pump(event.consultation_id)

    async def on_session_killed(self, event: Broken) -> None:
        """Find out which message ended the session: the server did so because of one.

        A single suspect is to blame, unless a page was due beside it. Of several, each is sent
        alone from now on, so that a later end of a session names its cause; after the second the
        vault lets the message fail.
        """
        if len(event.suspects) == 1 and not event.beside_pages:
            await self._record_death(event.suspects[0])
        self._in_flight.suspect(event.suspects)

    def clear_suspect(self, origin_id: OriginId) -> bool:
        """Clear a message of ending the session; whether it was a suspect others waited for."""
        return self._in_flight.clear(origin_id)

    async def _record_death(self, origin_id: OriginId) -> None:
        changes = await self._vault.write(failures.count_session_death, origin_id)
        if any(message.delivery is Delivery.FAILED for message in changes.messages):
            self.clear_suspect(origin_id)

    async def _try_send(self, entry: outbox.OutboxEntry, visit: int | None) -> bool:
        """Post one entry if it is due; whether the next one may follow.

        Nothing is posted once ``visit`` is over: earlier entries may wait again by then.
        """
        consultation_id, name = entry.consultation_id, entry.origin_id
        if await self._is_held_back(entry) or entry.state is Delivery.FAILED:
            return True
        if name in self._in_flight:
            return not self._in_flight.is_suspect(name)
        if not self.visits.is_open(consultation_id, visit):
            return False
        if await self._prepare_command(entry) is None:
            return await self._is_settled(name)
        if visit is None or not self.visits.is_open(consultation_id, visit):
            return False
        return self._may_go(name) and await self._post(visit, consultation_id, name)

    def _may_go(self, name: OriginId) -> bool:
        """Whether the line is free for a message; else it is noted that something waits for it."""
        is_suspect = self._in_flight.is_suspect(name)
        beside = self.under_way, self._pages()
        may_go = all(each.leaves_room(for_suspect=is_suspect) for each in beside)
        self._waits_for_line |= not may_go
        return may_go

    async def _post(self, visit: int, consultation_id: ConsultationId, name: OriginId) -> bool:
        """Mark the row as sending, then hand it over; whether the next one may follow.

        Its content is read after the mark: from then on an edit is a correction that follows it.
        """
        self._in_flight.add(name, consultation_id, visit)
        marked = await self._vault.write(outbox.mark_sending, name)
        command = await self._vault.read(outbox.command, name) if marked else None
        if command is None or not self.visits.is_open(consultation_id, visit):
            # Confirmed or deleted since the list was read, or the room was left meanwhile.
            self._in_flight.remove(name)
            return command is None
        self._link.post(command)
        return not self._in_flight.is_suspect(name)

    async def _is_held_back(self, entry: outbox.OutboxEntry) -> bool:
        """Whether it amends a message that the room does not have; that one's echo resumes it.

        What failed with an unproven message is resumed by that one's echo, too.
        """
        if not entry.is_held_back and not (entry.amends and entry.state is Delivery.FAILED):
            return False
        self._held_back.add(entry.consultation_id)
        latest = await self._vault.read(outbox.get, entry.origin_id)
        return latest is None or latest.is_held_back

    async def _is_settled(self, name: OriginId) -> bool:
        """Whether a message without a command needs no wait: it failed or was deleted."""
        entry = await self._vault.read(outbox.get, name)
        return entry is None or entry.state is Delivery.FAILED

    async def _fail(self, name: OriginId, *why: str) -> None:
        await self._vault.write(failures.fail, name, *why)

    async def _prepare_command(self, entry: outbox.OutboxEntry) -> Send | None:
        """The command of an entry; one with a file that is not uploaded is uploaded first.

        Also where the file's bytes are gone: without an address the message has no content.
        """
        is_stored = entry.attachment is not None and entry.attachment.url
        has_file = entry.file_id is not None or TRAITS.of(entry.kind).carries_file
        return await self._upload(entry) if has_file and not is_stored else entry.command
