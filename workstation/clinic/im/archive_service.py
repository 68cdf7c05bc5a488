"""XEP-0313 over the rooms' archives, paged by XEP-0059."""

from datetime import UTC, datetime
from typing import Final

from workstation.clinic.im import names
from workstation.clinic.im.archive import Archive, ArchivedStanza, ArchiveQuery, ResultPage
from workstation.clinic.im.engine import Engine, UnknownAnchor
from workstation.clinic.im.occupant import item
from workstation.clinic.im.room import Room
from workstation.clinic.im.stanza import Outgoing, Recipient, StanzaError, answer, delay
from workstation.xmpp import namespaces as ns
from workstation.xmpp.jid import JidParts
from workstation.xmpp.xml import Element, child, children, element, parse, qualified, text

PAGE_LIMIT: Final = 100
PAGE_DEFAULT: Final = 50
FORBIDDEN: Final = StanzaError("auth", "forbidden")
UNKNOWN_ID: Final = StanzaError("cancel", "item-not-found")
BAD_REQUEST: Final = StanzaError("modify", "bad-request")
SET: Final = qualified(ns.RESULT_SET, "set")


class ArchiveService:
    """Answers archive queries of members."""

    def __init__(self, archive: Archive, engine: Engine) -> None:
        self._archive = archive
        self.engine = engine

    def receive(self, room: Room, sender: Recipient, iq: Element) -> StanzaError | None:
        """Send the asked page and its ``<fin/>``, or what may be asked for, or say why not."""
        if JidParts.parse(sender.jid).bare not in room.members:
            return FORBIDDEN
        if iq.get("type") == "get":
            sender.deliver(Outgoing(answer(iq, _query_form())))
            return None
        span = _read_query(iq[0])
        if span is None or iq.get("type") != "set":
            return BAD_REQUEST
        page = self._page(room.jid, span)
        if page is None:
            return UNKNOWN_ID
        for archived in page.items:
            sender.deliver(Outgoing(_result(room.jid, iq[0].get("queryid", ""), archived)))
        sender.deliver(Outgoing(answer(iq, self._fin(room.jid, page, span))))
        return None

    def _page(self, room: str, span: ArchiveQuery) -> ResultPage | None:
        anchors = [anchor for anchor in (span.after, span.before) if anchor]
        if all(self._archive.knows(room, anchor) for anchor in anchors):
            return self._archive.page(room, span)
        if self.engine.unknown_anchor is UnknownAnchor.ITEM_NOT_FOUND:
            return None
        if self.engine.unknown_anchor is UnknownAnchor.EMPTY_AND_COMPLETE:
            return ResultPage((), complete=True)
        return self._archive.page(room, span)

    def _fin(self, room: str, page: ResultPage, span: ArchiveQuery) -> Element:
        edges: list[Element] = []
        if page.items:
            edges = [
                element(qualified(ns.RESULT_SET, "first"), text=page.items[0].id),
                element(qualified(ns.RESULT_SET, "last"), text=page.items[-1].id),
            ]
        if span.limit == 0:
            count = str(self._archive.count(room))
            edges.append(element(qualified(ns.RESULT_SET, "count"), text=count))
        attributes = {"complete": "true"} if page.complete else {}
        if not page.complete and self.engine.says_incomplete:
            attributes = {"complete": "false"}
        return element(qualified(ns.ARCHIVE, "fin"), attributes, element(SET, {}, *edges))


def _query_form() -> Element:
    """The form of what may be asked for (XEP-0313, 4.1.5)."""
    fields = (("FORM_TYPE", "hidden"), ("start", "text-single"), ("end", "text-single"))
    form_fields = [
        element(qualified(ns.DATA_FORMS, "field"), {"var": name, "type": kind})
        for name, kind in fields
    ]
    form_fields[0].append(element(qualified(ns.DATA_FORMS, "value"), text=ns.ARCHIVE))
    form = element(qualified(ns.DATA_FORMS, "x"), {"type": "form"}, *form_fields)
    return element(qualified(ns.ARCHIVE, "query"), {}, form)


def _result(room: str, query_id: str, archived: ArchivedStanza) -> Element:
    forwarded = element(
        qualified(ns.FORWARD, "forwarded"), {}, delay(archived.stamp_us), _relayed_message(archived)
    )
    attributes = {"id": archived.id} | ({"queryid": query_id} if query_id else {})
    result = element(qualified(ns.ARCHIVE, "result"), attributes, forwarded)
    return element(names.MESSAGE, {"from": room}, result)


def _relayed_message(archived: ArchivedStanza) -> Element:
    """The message as kept; the room vouches for the sender, whatever the sender wrote."""
    relayed = parse(archived.stanza)
    content = [part for part in relayed if part.tag != names.ROOM_USER]
    sender_item = element(names.ROOM_USER, {}, item("", "", archived.jid))
    return element(relayed.tag, dict(relayed.attrib), *content, sender_item)


def _read_query(query: Element) -> ArchiveQuery | None:
    """The asked part, or ``None`` when the query makes no sense."""
    fields = _fields(query)
    try:
        start, end = (_microseconds(fields.get(name)) for name in ("start", "end"))
    except ValueError:
        return None
    paging = child(query, SET)
    if paging is None:
        return ArchiveQuery(PAGE_DEFAULT, start=start, end=end)
    limit = text(paging, qualified(ns.RESULT_SET, "max"))
    if limit is not None and not (limit.isascii() and limit.isdigit()):
        return None
    before = text(paging, qualified(ns.RESULT_SET, "before"))
    return ArchiveQuery(
        min(PAGE_LIMIT, int(limit[:9])) if limit else PAGE_DEFAULT,
        after=text(paging, qualified(ns.RESULT_SET, "after")) or None,
        before=before or None,
        start=start,
        end=end,
        newest=before is not None,
    )


def _fields(query: Element) -> dict[str, str]:
    form = child(query, qualified(ns.DATA_FORMS, "x"))
    if form is None:
        return {}
    return {
        field.get("var", ""): text(field, qualified(ns.DATA_FORMS, "value")) or ""
        for field in children(form, qualified(ns.DATA_FORMS, "field"))
    }


def _microseconds(moment: str | None) -> int | None:
    if moment is None:
        return None
    parsed = datetime.fromisoformat(moment)
    aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return int(aware.timestamp() * 1_000_000)
