"""A room's archive, page by page (XEP-0313 with XEP-0059).

A result counts only if the room that was asked sent it, to us, under the id of a query that is
still open. A page is given only whole: if what came does not agree with what the room says it
sent, the request has failed and nothing of it is shown. A sender's address counts only in a room
that shows addresses to all: in any other the sender may have written it, and nobody else did.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from workstation.domain.errors import LocalProtocolError
from workstation.domain.ids import ArchiveId, OriginId, StanzaId
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.discovery import make_info_request, read_features
from workstation.xmpp.events import ArchivePage, Displayed, Event, RequestFailed, RoomMessage
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.jid import Jid
from workstation.xmpp.poisoned_entries import is_overlooked
from workstation.xmpp.reading import (
    DELAY,
    MESSAGE,
    MessageEnvelope,
    identifier,
    payloads_by_name,
    read_message,
)
from workstation.xmpp.requests import is_error, read_failure
from workstation.xmpp.room import NON_ANONYMOUS, vouched_account
from workstation.xmpp.rooms import Rooms
from workstation.xmpp.stanza_channel import StanzaChannel
from workstation.xmpp.timestamps import read_message_time
from workstation.xmpp.xml import Element, child, element, qualified, text

QUERY: Final = qualified(ns.ARCHIVE, "query")
RESULT: Final = qualified(ns.ARCHIVE, "result")
FIN: Final = qualified(ns.ARCHIVE, "fin")
SET: Final = qualified(ns.RESULT_SET, "set")
MAX: Final = qualified(ns.RESULT_SET, "max")
AFTER: Final = qualified(ns.RESULT_SET, "after")
BEFORE: Final = qualified(ns.RESULT_SET, "before")
FIRST: Final = qualified(ns.RESULT_SET, "first")
LAST: Final = qualified(ns.RESULT_SET, "last")
COUNT: Final = qualified(ns.RESULT_SET, "count")
FORWARDED: Final = qualified(ns.FORWARD, "forwarded")


@dataclass(slots=True)
class _Query:
    room_jid: Jid
    limit: int
    anchored: bool
    vouches: bool = False
    ids: dict[ArchiveId, None] = field(default_factory=dict)
    items: list[RoomMessage | Displayed] = field(default_factory=list)
    broken: bool = False


class Archive:
    """The open queries, each with the results that have come so far (XEP-0313).

    A page is told whole or not at all: results are held until the query's answer says that it is
    complete, so a line that breaks in between leaves no half page behind.
    """

    def __init__(self, wire: StanzaChannel, rooms: Rooms) -> None:
        self._wire = wire
        self._rooms = rooms
        self._open: dict[StanzaId, _Query] = {}

    def query(
        self,
        room_jid: Jid,
        *,
        after: ArchiveId | None = None,
        before: ArchiveId | None = None,
        limit: int = 100,
    ) -> StanzaId:
        """Ask for a page: forward from ``after``, backward from ``before``, else the newest.

        ``ArchivePage`` or ``RequestFailed`` follows under the id given. An empty ``after`` asks
        from the very beginning. A room that has not described itself yet is asked to, first. Raises
        ``LocalProtocolError`` for both ends at once, and when offline.
        """
        if after is not None and before is not None:
            raise LocalProtocolError("a page lies after or before, not both")
        size = max(1, min(limit, limits.PAGE))
        request = self._wire.new_id()
        question = element(QUERY, {"queryid": request}, _result_set(after, before, size))
        query = _Query(room_jid, size, bool(after or before))
        described_room = self._rooms.get(room_jid)
        if described_room is not None and described_room.features:
            query.vouches = described_room.vouches
            self._wire.ask("set", room_jid, question, self._on_fin, request)
        else:
            described = partial(self._on_features, query, question)
            self._wire.ask("get", room_jid, make_info_request(), described, request)
        self._open[request] = query
        return request

    def take_result(self, stanza: Element, result: Element) -> list[Event]:
        """Take one result; it is held until its page is whole.

        Passed over is what answers no open query of that room, and what comes twice. One without an
        id, beyond the asked number, or that came broken for the first time breaks the page, which
        then ends in ``RequestFailed``.
        """
        query = self._open.get(StanzaId(result.get("queryid", "")))
        if query is None or stanza.get("from") != query.room_jid:
            return [Ignored(Reason.FOREIGN_RESULT)]
        archive_id = ArchiveId(identifier(result.get("id")))
        if archive_id in query.ids:
            return [Ignored(Reason.REPEATED_RESULT, query.room_jid)]
        if len(query.ids) >= query.limit or not archive_id or is_overlooked(result):
            query.broken = True
            return []
        query.ids[archive_id] = None
        return self._hold(query, archive_id, child(result, FORWARDED))

    def count_results(self, request: StanzaId) -> int:
        """The number of entries received for an open query so far; 0 if it is not open."""
        query = self._open.get(request)
        return 0 if query is None else len(query.ids)

    def break_pages(self, sender: str) -> None:
        """Let the open pages of a room fail: what could not be read may have been one of theirs."""
        for query in self._open.values():
            query.broken |= query.room_jid == sender

    def forget(self, request: StanzaId) -> None:
        """Wait no longer for a query's answer; what still comes of it is ignored."""
        self._open.pop(request, None)

    def lose(self) -> None:
        """Drop all open queries: the session has ended."""
        self._open.clear()

    def _hold(self, query: _Query, archive_id: ArchiveId, forwarded: Element | None) -> list[Event]:
        message = None if forwarded is None else child(forwarded, MESSAGE)
        if forwarded is None or (message is not None and not self._is_of(query.room_jid, message)):
            return [Ignored(Reason.NO_CONTENT, query.room_jid)]
        delay = child(forwarded, DELAY)
        at_ms = None if delay is None else read_message_time(delay.get("stamp"))
        if message is None:  # it could not be read (``poisoned_entries``): that much is told of it
            query.items.append(_stand_in_for(query, archive_id, at_ms))
            return [Ignored(Reason.UNREADABLE_RESULT, query.room_jid)]
        item = self._read(query, message, archive_id, at_ms)
        if isinstance(item, RoomMessage | Displayed):
            query.items.append(item)
            return []
        return [item] if isinstance(item, Ignored) else []

    def _is_of(self, room_jid: Jid, message: Element) -> bool:
        """Whether a forwarded message is one of this room, for all in it."""
        return (
            message.get("type") == "groupchat"
            and message.get("from", "").partition("/")[0] == room_jid
            and self._wire.is_mine(message.get("to"), room_jid)
        )

    def _read(
        self, query: _Query, message: Element, archive_id: ArchiveId, at_ms: int | None
    ) -> Event:
        by_person = "/" in message.get("from", "")
        account = vouched_account(message) if by_person and query.vouches else None
        room = self._rooms.get(query.room_jid)
        nickname = "" if room is None else room.nickname_of(account)
        vouched = MessageEnvelope(query.room_jid, account, nickname, archive_id, at_ms)
        return read_message(message, payloads_by_name(message), vouched)

    def _on_features(
        self, query: _Query, question: Element, request: StanzaId, stanza: Element
    ) -> list[Event]:
        """Ask for the page under the same id, as the room has said what it can do."""
        query.vouches = NON_ANONYMOUS in read_features(stanza)
        if is_error(stanza):
            return self._give_up(read_failure(request, stanza))
        try:
            self._wire.ask("set", query.room_jid, question, self._on_fin, request)
        except LocalProtocolError:
            return self._give_up(RequestFailed(request, "resource-constraint"))
        return []

    def _give_up(self, failed: RequestFailed) -> list[Event]:
        self.forget(failed.request)
        return [failed]

    def _on_fin(self, request: StanzaId, stanza: Element) -> list[Event]:
        query = self._open.pop(request)
        if is_error(stanza):
            return [_read_refusal(query, request, stanza)]
        fin = child(stanza, FIN)
        items, ids = tuple(query.items), tuple(query.ids)
        if fin is None or query.broken or not _matches_summary(ids, child(fin, SET)):
            return [RequestFailed(request, "malformed-answer")]
        complete = fin.get("complete") in {"true", "1"} and fin.get("stable") != "false"
        index, count = _read_index(child(fin, SET)), _read_count(child(fin, SET))
        return [
            ArchivePage(request, query.room_jid, items, ids, complete, index=index, count=count)
        ]


def _stand_in_for(query: _Query, archive_id: ArchiveId, at_ms: int | None) -> RoomMessage:
    if at_ms is None and query.items:
        at_ms = query.items[-1].at_ms
    return RoomMessage(query.room_jid, None, "", OriginId(""), archive_id, "", None, "", "", at_ms)


def _result_set(after: ArchiveId | None, before: ArchiveId | None, size: int) -> Element:
    question = element(SET, None, element(MAX, text=str(size)))
    if after is None:
        question.append(element(BEFORE, text=before))
    elif after:
        question.append(element(AFTER, text=after))
    return question


def _read_refusal(query: _Query, request: StanzaId, stanza: Element) -> Event:
    failed = read_failure(request, stanza)
    if query.anchored and failed.condition == "item-not-found":
        return ArchivePage(request, query.room_jid, (), (), complete=False, unknown_anchor=True)
    return failed


def _matches_summary(ids: Sequence[ArchiveId], summary: Element | None) -> bool:
    """Whether the ends that the room names are those that came (XEP-0059, 2.2)."""
    named = (
        (None, None) if summary is None else (_read_end(summary, FIRST), _read_end(summary, LAST))
    )
    came = (ids[0], ids[-1]) if ids else (None, None)
    return named == came


def _read_end(summary: Element, name: str) -> str | None:
    return text(summary, name) or None


def _read_index(summary: Element | None) -> int | None:
    first = None if summary is None else child(summary, FIRST)
    return None if first is None else _read_number(first.get("index"))


def _read_count(summary: Element | None) -> int | None:
    return None if summary is None else _read_number(text(summary, COUNT))


def _read_number(written: str | None) -> int | None:
    """A number as a server writes it, at most ``limits.NUMBER``; ``None`` when it is none."""
    written = (written or "").strip()
    if not (written.isascii() and written.isdigit()) or len(written) > len(str(limits.NUMBER)):
        return None
    return min(int(written), limits.NUMBER)
