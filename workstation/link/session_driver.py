"""The session behind the link: commands on their way out (events: ``event_translator``).

A message is sent now or not at all: what waits is in the outbox, which offers it again after
``Joined``, and a queue here would send it twice. So a message, a marker and a typing notice go only
where ``visit`` says that the room is entered. Of a message that the core refuses an event tells
(``Undelivered``); the other two may be lost.
"""

import logging
from collections.abc import Callable
from dataclasses import replace

from workstation.base.clock import Clock
from workstation.domain import events as clinic
from workstation.domain.commands import (
    Command,
    FetchPage,
    MarkDisplayed,
    PreferRoom,
    Send,
    SetRooms,
    SetTyping,
)
from workstation.domain.connection_report import RoomCounts
from workstation.domain.errors import LocalProtocolError
from workstation.domain.ids import ArchiveId, ConsultationId, MemberId, OriginId
from workstation.domain.mentions import Mention
from workstation.domain.message import Quote
from workstation.domain.message_kinds import TRAITS
from workstation.domain.send_blocker import LEFT_BY_US
from workstation.link.endings import CUT
from workstation.link.event_translator import EventTranslator
from workstation.link.line_clock import LineClock
from workstation.link.names import Names
from workstation.link.repeated_cuts import RepeatedCuts
from workstation.link.requests import ArchiveQueries, UploadSlots
from workstation.link.room_membership import RoomMembership
from workstation.xmpp.jid import Jid
from workstation.xmpp.mentions import AccountMention
from workstation.xmpp.replies import Reply
from workstation.xmpp.session import XmppSession

log = logging.getLogger(__name__)

CONTEST_SECONDS = 60.0
"""In which a stream that was given up may still take the session from its successor."""


class SessionDriver:
    """Drives a ``XmppSession`` in the clinic's words. No socket: ``session`` holds what to send.

    ``translator`` says what comes of it.
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
        self.membership = RoomMembership(session, str(member_id), display_name)
        self.slots = UploadSlots(session, names.domain)
        self._names, self._clock = names, LineClock(clock, session)
        self._queries, self.cuts = ArchiveQueries(session), RepeatedCuts()
        self.translator = EventTranslator(
            session, names, self._clock, self.membership, self._queries, self.slots
        )

    def post(self, command: Command) -> list[clinic.Event]:
        """Carry out a command as far as possible now; what cannot be is said by an event.

        A message or a marker for a room that is not entered is not sent and nothing is said: the
        outbox offers it again after ``Joined``.
        """
        match command:
            case SetRooms(consultations):
                rooms = [self._names.room_jid(consultation_id) for consultation_id in consultations]
                left_jids = self.membership.set_rooms(rooms, self._clock.monotonic())
                translate = self.translator.left
                return [left for room in left_jids for left in translate(room, LEFT_BY_US)]
            case PreferRoom(consultation):
                self.membership.prefer(self._names.room_jid(consultation))
                return []
            case FetchPage():
                room = self._names.room_jid(command.consultation_id)
                failure = self._queries.ask(room, command, self._clock.monotonic())
                return [failure] if failure is not None else []
            case Send():
                return self._send(command)
            case MarkDisplayed(consultation, archive_id):
                return self._try(consultation, lambda room: self._mark_displayed(room, archive_id))
            case SetTyping(consultation, composing):
                return self._try(
                    consultation,
                    lambda room: self.session.messages.set_composing(room, composing=composing),
                )

    def visit(self, consultation_id: ConsultationId) -> int | None:
        """The present stay in this consultation's room (``Joined``) while a message can go out."""
        present = self.membership.visit(self._names.room_jid(consultation_id))
        return present if self.session.can_send else None

    def room_counts(self) -> RoomCounts:
        """How many of the rooms that are wanted we are in."""
        counts = self.membership.counts()
        at = counts.join_at
        return counts if at is None else replace(counts, join_at=self._clock.to_clock(at))

    def tick(self, content_bytes: int = 0) -> list[clinic.Event]:
        """Do what is due while online: enter or ping rooms, give up late answers.

        ``content_bytes`` is how much came of frames on this socket, be they whole or under way.
        """
        self._clock.tick(content_bytes)
        now = self._clock.monotonic()
        if now - self.translator.online_at >= CONTEST_SECONDS:
            self.session.settle()
        self.membership.tick(now)
        return list(self._queries.expire(now))

    def due_seconds(self) -> float:
        """In how many seconds ``tick`` has something to do; silent rooms can wait."""
        due_at = min(self.membership.due_at(), self._queries.due_at())
        return due_at - self._clock.monotonic()

    def is_own_conflict(self) -> bool:
        """Whether a stream of ours may have taken the session, and not somebody else.

        Said once of each: two windows would take it from each other for ever.
        """
        contested = self.session.contested
        self.session.settle()
        return contested

    def on_cut(self, *, steady: bool) -> list[clinic.Event]:
        """Judge an online session that was cut; where each resumption would be, end it.

        It may be by a page that is due, or by an own message that was sent again in vain.
        """
        session = self.session
        resent = session.messages.resent_in_vain
        if not self.cuts.count(session.mark, resent, steady=steady):
            return []
        log.info("cut again and again where it was before: a new session")
        suspects = tuple(map(OriginId, session.unacknowledged))
        session.fail()
        if self._queries.is_waiting:
            self._queries.note_refused(beside_messages=bool(resent))
            return [clinic.Broken(CUT, suspects, beside_pages=True)] if resent else []
        return [clinic.Broken(CUT, suspects)] if self.cuts.is_of_message else []

    def lose(self) -> list[clinic.Event]:
        """Note that the session is over: nothing asked of it is answered, each query has failed."""
        self.slots.lose()
        return list(self._queries.lose())

    def _mark_displayed(self, room_jid: Jid, archive_id: ArchiveId) -> None:
        """Mark as seen, first in the room: who reads the account's node need not send it again."""
        self.session.messages.mark_displayed(room_jid, archive_id)
        self.session.displayed_sync.publish(room_jid, archive_id)

    def _send(self, command: Send) -> list[clinic.Event]:
        if self.visit(command.consultation_id) is None:
            return []
        room, messages = self._names.room_jid(command.consultation_id), self.session.messages
        reply = None if command.quote is None else self._reply(room, command.quote)
        try:
            if command.retracts:
                messages.retract(room, command.origin_id, ArchiveId(command.retracts))
            elif TRAITS.of(command.kind).carries_file and command.attachment is not None:
                messages.send_file(room, command.origin_id, command.attachment, reply=reply)
            else:
                words, replaces = command.text, command.replaces
                mentions = [self._mention(mention) for mention in command.mentions]
                messages.send_text(
                    room,
                    command.origin_id,
                    words,
                    replaces=replaces,
                    reply=reply,
                    mentions=mentions,
                )
        except LocalProtocolError as error:
            refused = (command.consultation_id, command.origin_id, "too-large", error.detail)
            return [clinic.Undelivered(*refused)]
        self.membership.echoes.on_sent(room, command.origin_id, self._clock.monotonic())
        return []

    def _mention(self, mention: Mention) -> AccountMention:
        account = self._names.account(mention.member_id)
        return AccountMention(account, mention.begin, mention.end)

    def _reply(self, room: Jid, quote: Quote) -> Reply:
        """A quote for the wire: the quoted words, or the address of a file, or nothing."""
        quoted = quote.message
        if quoted is None:
            return Reply(quote.reference)
        address = "" if quoted.attachment is None else quoted.attachment.url
        author = quoted.speaker.member_id
        to = None
        if author is not None:
            to = self.session.messages.occupant_of(room, self._names.account(author))
        return Reply(quote.reference, quoted.written or address, to)

    def _try(
        self, consultation_id: ConsultationId, action: Callable[[Jid], None]
    ) -> list[clinic.Event]:
        if self.visit(consultation_id) is not None:
            try:
                action(self._names.room_jid(consultation_id))
            except LocalProtocolError as error:
                log.debug("not sent: %s", error)
        return []
