"""The session behind the link: one frame in, clinic events out; commands in, frames out."""

import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

from workstation.clock import Clock
from workstation.domain import events as clinic
from workstation.domain.commands import (
    Command,
    FetchPage,
    MarkDisplayed,
    Send,
    SetRooms,
    SetTyping,
)
from workstation.domain.errors import LocalProtocolError
from workstation.domain.message import MessageKind
from workstation.link.attendance import Attendance
from workstation.link.names import Names
from workstation.link.requests import Pages, Slots
from workstation.link.translation import Translation
from workstation.xmpp import events as wire
from workstation.xmpp.ignored import Ignored
from workstation.xmpp.session import Session

log = logging.getLogger(__name__)

CUT_OFF = "not-well-formed"
"""Prosody reads what comes after a resumption as the rest of a frame that a cut halved."""
BLAMED = frozenset({"policy-violation", CUT_OFF, "bad-format", "invalid-xml"})


class WireSession:
    """Drives a ``Session`` in the clinic's words. No socket: ``session`` holds what to send.

    ``ignored`` counts what was received without effect, by reason.
    """

    def __init__(
        self,
        session: Session,
        names: Names,
        clock: Clock,
        member_id: int,
        display_name: Callable[[], str],
    ) -> None:
        self.session = session
        self.ignored: Counter[str] = Counter()
        self.attendance = Attendance(session, str(member_id), display_name)
        self.slots = Slots(session, names.domain)
        self._names, self._clock = names, clock
        self._translation = Translation(names)
        self._pages = Pages(session)
        self._resumed = False
        self._handlers: dict[type, Callable[[Any], list[clinic.Event]]] = {
            wire.RoomMessage: self._item,
            wire.Displayed: self._item,
            wire.ArchivePage: self._page,
            wire.RequestFailed: self._failed,
            wire.UploadService: self._slot,
            wire.UploadSlot: self._slot,
            wire.RoomJoined: self._joined,
            wire.RoomLeft: self._left,
            wire.JoinRefused: self._refused,
            wire.SelfPinged: self._pinged,
            wire.Invited: self._invited,
            wire.Bound: self._bound,
            wire.Resumed: self._taken_up,
            Ignored: self._ignored,
        }

    def post(self, command: Command) -> list[clinic.Event]:
        """Carry out a command as far as possible now; what cannot be is said by an event.

        A message or a marker for a room that is not entered is not sent and nothing is said: the
        outbox offers it again after ``Joined``.
        """
        match command:
            case SetRooms(consultations):
                rooms = [self._names.room(number) for number in consultations]
                gone = self.attendance.want(rooms, self._clock.monotonic())
                why = wire.Departure.LEFT.value
                return [left for room in gone for left in self._gone(room, why)]
            case FetchPage():
                room = self._names.room(command.consultation_id)
                failure = self._pages.ask(room, command, self._clock.monotonic())
                return [failure] if failure is not None else []
            case Send():
                return self._send(command)
            case MarkDisplayed(consultation, archive_id):
                return self._try(
                    consultation,
                    lambda room: self.session.messages.mark_displayed(room, archive_id),
                )
            case SetTyping(consultation, composing):
                return self._try(
                    consultation,
                    lambda room: self.session.messages.set_composing(room, composing=composing),
                )

    def visit(self, consultation_id: int) -> int | None:
        """The present stay in this consultation's room (``Joined``) while a message can go out."""
        present = self.attendance.visit(self._names.room(consultation_id))
        return present if self.session.can_send else None

    def translated(self, event: wire.Event) -> list[clinic.Event]:
        """What one event of the wire means above the link."""
        handler = self._handlers.get(type(event))
        return handler(event) if handler is not None else list(self._translation.plain(event))

    def blamed(self, condition: str) -> list[clinic.Event]:
        """The server ended the stream with this: what is said of our messages.

        Resumed, the session would send at once again all that was under way, and end by it again.
        """
        if condition not in BLAMED:
            return []
        suspects = self.session.unacknowledged
        self.session.fail()
        if condition == CUT_OFF and self._resumed:
            return []
        return [clinic.Broken(condition, suspects)]

    def tick(self) -> list[clinic.Event]:
        """Once a second while online: rooms that are due, answers that are late."""
        self.attendance.tick(self._clock.monotonic())
        return list(self._pages.late(self._clock.monotonic()))

    def lose(self) -> list[clinic.Event]:
        """The session is over: nothing asked of it is answered."""
        self.slots.lose()
        return list(self._pages.lose())

    def _send(self, command: Send) -> list[clinic.Event]:
        if self.visit(command.consultation_id) is None:
            return []
        room, messages = self._names.room(command.consultation_id), self.session.messages
        try:
            if command.kind is MessageKind.TEXT or command.attachment is None:
                messages.send_text(room, command.origin_id, command.text)
            else:
                messages.send_file(room, command.origin_id, command.attachment)
        except LocalProtocolError as error:
            refused = (command.consultation_id, command.origin_id, "too-large", error.detail)
            return [clinic.Undelivered(*refused)]
        return []

    def _try(self, consultation_id: int, act: Callable[[str], None]) -> list[clinic.Event]:
        if self.visit(consultation_id) is not None:
            try:
                act(self._names.room(consultation_id))
            except LocalProtocolError as error:
                log.debug("not sent: %s", error)
        return []

    def _item(self, event: wire.RoomMessage | wire.Displayed) -> list[clinic.Event]:
        self.attendance.heard(event.room, self._clock.monotonic())
        item = self._translation.item(event, self._clock.now_ms(), live=True)
        if item is None:
            return []
        if isinstance(item, clinic.Arrived) and item.member_id is not None:
            # XEP-0085: what was written is sent, whether or not the client says that it stopped.
            return [item, clinic.Typing(item.consultation_id, item.member_id, composing=False)]
        return [item]

    def _page(self, page: wire.ArchivePage) -> list[clinic.Event]:
        self.attendance.heard(page.room, self._clock.monotonic())
        command = self._pages.answered(page.request)
        if command is None:
            return []
        found = self._translation.page(page, command.query, self._clock.now_ms())
        return [found] if found is not None else []

    def _failed(self, event: wire.RequestFailed) -> list[clinic.Event]:
        command = self._pages.answered(event.request)
        if command is not None:
            return [clinic.PageFailed(command.consultation_id, command.query, event.condition)]
        self.slots.failed(event.request, event.condition, event.said)
        return []

    def _slot(self, event: wire.UploadService | wire.UploadSlot) -> list[clinic.Event]:
        self.slots.answered(event)
        return []

    def _joined(self, event: wire.RoomJoined) -> list[clinic.Event]:
        visit = self.attendance.joined(event.room, self._clock.monotonic())
        consultation = self._names.consultation(event.room)
        if consultation is None or visit is None:
            return []
        if not event.vouches:
            log.warning("the room of a consultation hides who speaks: it must not be anonymous")
        return [clinic.Joined(consultation, event.stamps_ids, visit)]

    def _left(self, event: wire.RoomLeft) -> list[clinic.Event]:
        self.attendance.left(event.room, event.why, self._clock.monotonic())
        return self._gone(event.room, event.why.value)

    def _refused(self, event: wire.JoinRefused) -> list[clinic.Event]:
        self.attendance.refused(event.room, event.condition, self._clock.monotonic())
        return self._gone(event.room, event.condition)

    def _gone(self, room: str, reason: str) -> list[clinic.Event]:
        consultation = self._names.consultation(room)
        return [clinic.Left(consultation, reason)] if consultation is not None else []

    def _pinged(self, event: wire.SelfPinged) -> list[clinic.Event]:
        if event.joined:
            self.attendance.heard(event.room, self._clock.monotonic())
        return []

    def _invited(self, event: wire.Invited) -> list[clinic.Event]:
        self.attendance.invited(event.room, self._clock.monotonic())
        return list(self._translation.plain(event))

    def _bound(self, _event: wire.Bound) -> list[clinic.Event]:
        self._resumed = False
        self.attendance.begin(self._clock.monotonic())
        return []

    def _taken_up(self, _event: wire.Resumed) -> list[clinic.Event]:
        self._resumed = True
        self.attendance.resume(self._clock.monotonic())
        return []

    def _ignored(self, event: Ignored) -> list[clinic.Event]:
        self.ignored[event.reason.value] += 1
        return []
