"""From events of the wire to events of the clinic. Nothing above this file names XMPP.

What an event means above the link also depends on what was requested: the answer to an archive
query is a page of a consultation only while the query is open, and being let into a room begins a
visit. So each event is first passed to whoever waits for it (rooms, archive queries, upload slots),
then translated: one event of the wire becomes none, one or two of the clinic.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator
from typing import Any

from workstation.base.clock import Clock
from workstation.base.rare_lines import RareLines
from workstation.domain import events as clinic
from workstation.domain.errors import LocalProtocolError
from workstation.domain.ids import OriginId
from workstation.link.endings import CARRIER_CONDITIONS, TOO_LARGE
from workstation.link.item_translator import ItemTranslator
from workstation.link.names import Names
from workstation.link.requests import ArchiveQueries, UploadSlots
from workstation.link.room_membership import RoomMembership
from workstation.xmpp import events as wire
from workstation.xmpp.displayed_sync import MAX_ROOMS
from workstation.xmpp.events import DisplayedElsewhere
from workstation.xmpp.jid import Jid, bare_account
from workstation.xmpp.session import XmppSession

log = logging.getLogger(__name__)

NOT_WELL_FORMED = "not-well-formed"
"""Prosody takes what follows a resumption for the rest of a frame that a cut had halved."""
BLAMING_CONDITIONS = frozenset(
    {*CARRIER_CONDITIONS, "policy-violation", NOT_WELL_FORMED, "bad-format", "invalid-xml"}
)


class EventTranslator:
    """Translates the events of one session; a message without a vouched time is given the present.

    ``online_at`` is the monotonic second in which the session came online last.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of one machine, put together once
        self,
        session: XmppSession,
        names: Names,
        clock: Clock,
        membership: RoomMembership,
        queries: ArchiveQueries,
        slots: UploadSlots,
    ) -> None:
        self._session, self._names, self._clock = session, names, clock
        self._items = ItemTranslator(names)
        self._membership, self._queries, self._slots = membership, queries, slots
        self._resumed, self.online_at = False, 0.0
        self._overlooked = RareLines(log, "messages unread or of nobody: %d, archives are asked")
        self._read_elsewhere: dict[Jid, DisplayedElsewhere] = {}
        self._handlers: dict[type, Callable[[Any], list[clinic.Event]]] = {
            wire.RoomMessage: self._on_item,
            wire.Displayed: self._on_item,
            wire.ArchivePage: self._on_page,
            wire.RequestFailed: self._on_failed,
            wire.UploadService: self._on_upload_answer,
            wire.UploadSlot: self._on_upload_answer,
            wire.RoomJoined: self._on_joined,
            wire.RoomLeft: self._on_left,
            wire.OccupantChanged: self._on_occupant_changed,
            wire.JoinRefused: self._on_refused,
            wire.SelfPinged: self._on_pinged,
            wire.Invited: self._on_invited,
            DisplayedElsewhere: self._on_displayed_elsewhere,
            wire.Bound: self._on_bound,
            wire.Resumed: self._on_resumed,
        }

    def translate(self, event: wire.Event) -> list[clinic.Event]:
        """What one event of the wire means above the link."""
        handler = self._handlers.get(type(event))
        return handler(event) if handler is not None else list(self._translate_plain(event))

    def on_stream_failed(self, condition: str) -> list[clinic.Event]:
        """Judge a stream that the server ended: which own messages may be to blame.

        A resumption would at once send all that was in flight again, and end by it again. Where the
        size was the reason, a message no larger than one that was accepted before is no suspect. A
        gateway does not say whose frame it refused: while pages of archives come, it may be one of
        those as well.
        """
        if condition not in BLAMING_CONDITIONS:
            return []
        is_size = condition == TOO_LARGE
        ids = self._session.largest_unacknowledged if is_size else self._session.unacknowledged
        suspects = tuple(map(OriginId, ids))
        beside_pages = condition in CARRIER_CONDITIONS and self._queries.is_waiting
        if beside_pages:
            self._queries.note_refused(beside_messages=bool(suspects))
        self._session.fail()
        if condition == NOT_WELL_FORMED and self._resumed:
            return []
        return [clinic.Broken(condition, suspects, beside_pages)]

    def left(self, room_jid: Jid, reason: str) -> list[clinic.Event]:
        """The event that a room was left; nothing for the room of no consultation."""
        consultation = self._names.consultation_id(room_jid)
        return [clinic.Left(consultation, reason)] if consultation is not None else []

    def _on_item(self, event: wire.RoomMessage | wire.Displayed) -> list[clinic.Event]:
        self._membership.on_activity(event.room_jid, self._clock.monotonic())
        if isinstance(event, wire.RoomMessage):
            self._membership.echoes.on_answered(event.room_jid, event.origin_id)
        consultation = self._names.consultation_id(event.room_jid)
        if consultation is None:
            return []
        item = self._items.translate(event, consultation, self._clock.now_ms(), live=True)
        if item is None:
            return []
        if isinstance(item, clinic.Arrived) and item.member_id is not None:
            # XEP-0085: a message ends the typing, whether or not the client announces that.
            return [item, clinic.Typing(item.consultation_id, item.member_id, composing=False)]
        return [item]

    def _on_page(self, page: wire.ArchivePage) -> list[clinic.Event]:
        self._membership.on_activity(page.room_jid, self._clock.monotonic())
        for item in page.items:
            if isinstance(item, wire.RoomMessage):
                self._membership.echoes.on_answered(page.room_jid, item.origin_id)
        command = self._queries.take_query(page.request)
        if command is None:
            return []
        translated = self._items.translate_page(page, command.query, self._clock.now_ms())
        return [translated] if translated is not None else []

    def _on_failed(self, event: wire.RequestFailed) -> list[clinic.Event]:
        command = self._queries.take_query(event.request)
        if command is not None:
            return [clinic.PageFailed(command.consultation_id, command.query, event.condition)]
        self._slots.on_failure(event.request, event.condition, event.server_text)
        return []

    def _on_upload_answer(self, event: wire.UploadService | wire.UploadSlot) -> list[clinic.Event]:
        self._slots.on_answer(event)
        return []

    def _on_joined(self, event: wire.RoomJoined) -> list[clinic.Event]:
        visit = self._membership.on_joined(event.room_jid, self._clock.monotonic())
        consultation = self._names.consultation_id(event.room_jid)
        if consultation is None or visit is None:
            return []
        if not event.vouches:
            log.warning("the room of a consultation hides who speaks: it must not be anonymous")
        joined = clinic.Joined(consultation, event.stamps_ids, visit)
        read = self._read_elsewhere.pop(event.room_jid, None)
        displayed = [] if read is None else self._on_displayed_elsewhere(read)
        return [joined, *self._present_members(event.room_jid), *displayed]

    def _on_occupant_changed(self, event: wire.OccupantChanged) -> list[clinic.Event]:
        """The event of who is in a room; nothing before the room let us in and told all at once."""
        inside = self._membership.visit(event.room_jid) is not None
        return self._present_members(event.room_jid) if inside else []

    def _present_members(self, room_jid: Jid) -> list[clinic.Event]:
        consultation, room = (
            self._names.consultation_id(room_jid),
            self._session.rooms.get(room_jid),
        )
        if consultation is None or room is None:
            return []
        members = (self._names.member_id(account) for account in room.accounts)
        present = frozenset(member for member in members if member is not None)
        return [clinic.PresentMembers(consultation, present)]

    def _on_left(self, event: wire.RoomLeft) -> list[clinic.Event]:
        self._membership.on_left(event.room_jid, event.reason, self._clock.monotonic())
        return self.left(event.room_jid, event.reason.value)

    def _on_refused(self, event: wire.JoinRefused) -> list[clinic.Event]:
        self._membership.on_refused(event.room_jid, event.condition, self._clock.monotonic())
        return self.left(event.room_jid, event.condition)

    def _on_pinged(self, event: wire.SelfPinged) -> list[clinic.Event]:
        if event.joined:
            now = self._clock.monotonic()
            self._membership.on_pinged(event.room_jid, event.request, now)
        return []

    def _on_invited(self, event: wire.Invited) -> list[clinic.Event]:
        self._membership.on_invited(event.room_jid, self._clock.monotonic())
        return list(self._translate_plain(event))

    def _on_bound(self, _event: wire.Bound) -> list[clinic.Event]:
        self._resumed, self.online_at = False, self._clock.monotonic()
        self._read_elsewhere.clear()
        self._membership.on_bound(self.online_at)
        with contextlib.suppress(LocalProtocolError):
            self._session.displayed_sync.fetch()
        return []

    def _on_displayed_elsewhere(self, event: DisplayedElsewhere) -> list[clinic.Event]:
        """The event of what another client of this doctor has read, like a marker of ours.

        The account's node may answer before the list of consultations is read: a marker for a room
        that is not wanted yet waits until that room is entered.
        """
        consultation = self._names.consultation_id(event.room_jid)
        member_id = self._names.member_id(bare_account(self._session.jid))
        if consultation is None or member_id is None:
            return []
        if not self._membership.wants(event.room_jid):
            if len(self._read_elsewhere) < MAX_ROOMS:
                self._read_elsewhere[event.room_jid] = event
            return []
        return [clinic.Displayed(consultation, member_id, event.archive_id)]

    def _on_resumed(self, _event: wire.Resumed) -> list[clinic.Event]:
        self._resumed, self.online_at = True, self._clock.monotonic()
        self._membership.on_resumed(self.online_at)
        return []

    def _translate_plain(self, event: wire.Event) -> Iterator[clinic.Event]:
        """Events that need no more than names."""
        match event:
            case wire.Composing(room, account, composing):
                consultation, member = (
                    self._names.consultation_id(room),
                    self._names.member_id(account),
                )
                if consultation is not None and member is not None:
                    yield clinic.Typing(consultation, member, composing)
            case wire.MessageRefused(room, origin_id, condition, server_text):
                self._membership.echoes.on_answered(room, origin_id)
                consultation = self._names.consultation_id(room)
                # A room that no longer knows us is joined again and the message sent again.
                if consultation is not None and condition != "not-acceptable":
                    yield clinic.Undelivered(consultation, origin_id, condition, server_text)
            case wire.MessageOverlooked(room):
                consultation = self._names.consultation_id(room)
                self._overlooked.count()
                if consultation is not None:
                    yield clinic.Overlooked(consultation)
            case wire.Invited(room):
                yield clinic.Invited(self._names.consultation_id(room))
