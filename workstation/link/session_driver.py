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
from workstation.domain.ids import ConsultationId, MemberId, OriginId
from workstation.domain.message_kinds import TRAITS
from workstation.link.event_translator import EventTranslator
from workstation.link.names import Names
from workstation.link.requests import ArchiveQueries, UploadSlots
from workstation.link.room_membership import RoomMembership
from workstation.xmpp import events as wire
from workstation.xmpp.ignored import Ignored
from workstation.xmpp.jid import Jid
from workstation.xmpp.session import XmppSession

log = logging.getLogger(__name__)

NOT_WELL_FORMED = "not-well-formed"
"""Prosody reads what comes after a resumption as the rest of a frame that a cut halved."""
BLAMING_CONDITIONS = frozenset({"policy-violation", NOT_WELL_FORMED, "bad-format", "invalid-xml"})


class SessionDriver:
    """Drives a ``XmppSession`` in the clinic's words. No socket: ``session`` holds what to send.

    ``ignored`` counts what was received without effect, by reason.
    """

    def __init__(
        self,
        session: XmppSession,
        names: Names,
        clock: Clock,
        member_id: MemberId,
        display_name: Callable[[], str],
    ) -> None:
        self.session = session
        self.ignored: Counter[str] = Counter()
        self.membership = RoomMembership(session, str(member_id), display_name)
        self.slots = UploadSlots(session, names.domain)
        self._names, self._clock = names, clock
        self._translator = EventTranslator(names)
        self._queries = ArchiveQueries(session)
        self._resumed = False
        self._handlers: dict[type, Callable[[Any], list[clinic.Event]]] = {
            wire.RoomMessage: self._on_item,
            wire.Displayed: self._on_item,
            wire.ArchivePage: self._on_page,
            wire.RequestFailed: self._on_failed,
            wire.UploadService: self._on_upload_answer,
            wire.UploadSlot: self._on_upload_answer,
            wire.RoomJoined: self._on_joined,
            wire.RoomLeft: self._on_left,
            wire.JoinRefused: self._on_refused,
            wire.SelfPinged: self._on_pinged,
            wire.Invited: self._on_invited,
            wire.Bound: self._on_bound,
            wire.Resumed: self._on_resumed,
            Ignored: self._on_ignored,
        }

    def post(self, command: Command) -> list[clinic.Event]:
        """Carry out a command as far as possible now; what cannot be is said by an event.

        A message or a marker for a room that is not entered is not sent and nothing is said: the
        outbox offers it again after ``Joined``.
        """
        match command:
            case SetRooms(consultations):
                rooms = [self._names.room_jid(number) for number in consultations]
                left_jids = self.membership.set_rooms(rooms, self._clock.monotonic())
                reason = wire.Departure.LEFT.value
                return [left for room in left_jids for left in self._leave(room, reason)]
            case FetchPage():
                room = self._names.room_jid(command.consultation_id)
                failure = self._queries.ask(room, command, self._clock.monotonic())
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

    def visit(self, consultation_id: ConsultationId) -> int | None:
        """The present stay in this consultation's room (``Joined``) while a message can go out."""
        present = self.membership.visit(self._names.room_jid(consultation_id))
        return present if self.session.can_send else None

    def translate(self, event: wire.Event) -> list[clinic.Event]:
        """What one event of the wire means above the link."""
        handler = self._handlers.get(type(event))
        return (
            handler(event) if handler is not None else list(self._translator.translate_plain(event))
        )

    def on_stream_failed(self, condition: str) -> list[clinic.Event]:
        """The server ended the stream with this: what is said of our messages.

        Resumed, the session would send at once again all that was under way, and end by it again.
        """
        if condition not in BLAMING_CONDITIONS:
            return []
        suspects = tuple(map(OriginId, self.session.unacknowledged))
        self.session.fail()
        if condition == NOT_WELL_FORMED and self._resumed:
            return []
        return [clinic.Broken(condition, suspects)]

    def tick(self) -> list[clinic.Event]:
        """Once a second while online: rooms that are due, answers that are late."""
        self.membership.tick(self._clock.monotonic())
        return list(self._queries.expire(self._clock.monotonic()))

    def lose(self) -> list[clinic.Event]:
        """The session is over: nothing asked of it is answered."""
        self.slots.lose()
        return list(self._queries.lose())

    def _send(self, command: Send) -> list[clinic.Event]:
        if self.visit(command.consultation_id) is None:
            return []
        room, messages = self._names.room_jid(command.consultation_id), self.session.messages
        try:
            if TRAITS.of(command.kind).carries_file and command.attachment is not None:
                messages.send_file(room, command.origin_id, command.attachment)
            else:
                messages.send_text(room, command.origin_id, command.text)
        except LocalProtocolError as error:
            refused = (command.consultation_id, command.origin_id, "too-large", error.detail)
            return [clinic.Undelivered(*refused)]
        return []

    def _try(
        self, consultation_id: ConsultationId, action: Callable[[Jid], None]
    ) -> list[clinic.Event]:
        if self.visit(consultation_id) is not None:
            try:
                action(self._names.room_jid(consultation_id))
            except LocalProtocolError as error:
                log.debug("not sent: %s", error)
        return []

    def _on_item(self, event: wire.RoomMessage | wire.Displayed) -> list[clinic.Event]:
        self.membership.on_activity(event.room_jid, self._clock.monotonic())
        item = self._translator.translate_item(event, self._clock.now_ms(), live=True)
        if item is None:
            return []
        if isinstance(item, clinic.Arrived) and item.member_id is not None:
            # XEP-0085: what was written is sent, whether or not the client says that it stopped.
            return [item, clinic.Typing(item.consultation_id, item.member_id, composing=False)]
        return [item]

    def _on_page(self, page: wire.ArchivePage) -> list[clinic.Event]:
        self.membership.on_activity(page.room_jid, self._clock.monotonic())
        command = self._queries.take_query(page.request)
        if command is None:
            return []
        translated = self._translator.translate_page(page, command.query, self._clock.now_ms())
        return [translated] if translated is not None else []

    def _on_failed(self, event: wire.RequestFailed) -> list[clinic.Event]:
        command = self._queries.take_query(event.request)
        if command is not None:
            return [clinic.PageFailed(command.consultation_id, command.query, event.condition)]
        self.slots.on_failure(event.request, event.condition, event.server_text)
        return []

    def _on_upload_answer(self, event: wire.UploadService | wire.UploadSlot) -> list[clinic.Event]:
        self.slots.on_answer(event)
        return []

    def _on_joined(self, event: wire.RoomJoined) -> list[clinic.Event]:
        visit = self.membership.on_joined(event.room_jid, self._clock.monotonic())
        consultation = self._names.consultation_id(event.room_jid)
        if consultation is None or visit is None:
            return []
        if not event.vouches:
            log.warning("the room of a consultation hides who speaks: it must not be anonymous")
        return [clinic.Joined(consultation, event.stamps_ids, visit)]

    def _on_left(self, event: wire.RoomLeft) -> list[clinic.Event]:
        self.membership.on_left(event.room_jid, event.reason, self._clock.monotonic())
        return self._leave(event.room_jid, event.reason.value)

    def _on_refused(self, event: wire.JoinRefused) -> list[clinic.Event]:
        self.membership.on_refused(event.room_jid, event.condition, self._clock.monotonic())
        return self._leave(event.room_jid, event.condition)

    def _leave(self, room_jid: Jid, reason: str) -> list[clinic.Event]:
        consultation = self._names.consultation_id(room_jid)
        return [clinic.Left(consultation, reason)] if consultation is not None else []

    def _on_pinged(self, event: wire.SelfPinged) -> list[clinic.Event]:
        if event.joined:
            self.membership.on_activity(event.room_jid, self._clock.monotonic())
        return []

    def _on_invited(self, event: wire.Invited) -> list[clinic.Event]:
        self.membership.on_invited(event.room_jid, self._clock.monotonic())
        return list(self._translator.translate_plain(event))

    def _on_bound(self, _event: wire.Bound) -> list[clinic.Event]:
        self._resumed = False
        self.membership.on_bound(self._clock.monotonic())
        return []

    def _on_resumed(self, _event: wire.Resumed) -> list[clinic.Event]:
        self._resumed = True
        self.membership.on_resumed(self._clock.monotonic())
        return []

    def _on_ignored(self, event: Ignored) -> list[clinic.Event]:
        self.ignored[event.reason.value] += 1
        return []
