"""How far this account has read its rooms, as its own server remembers it (XEP-0490).

An item of a node of our account (XEP-0163) names each room and the archive id up to which it was
seen on any computer. It is read at the beginning of a session, written with each read marker, and
what any client writes meanwhile is pushed to us (``capabilities``). The markers in the rooms tell
the same of computers that set any. Only our own account's word counts: anybody may send us a
message that looks like a push.

A server without such nodes refuses the reading, and is then not written to for that session. One
that never had an item says that it has no such node: there is one as soon as something is written.
What the doctor sees before the answer has come is written after it: the room shows the marker as
settled, and nobody would say it again. Of what is written the last answers are waited for: a node
that hangs would use up, marker by marker, the requests that may be open (``limits.REQUESTS``), and
no room's archive could be asked any more.
"""

import contextlib
from collections import deque
from typing import Final

from workstation.domain.errors import LocalProtocolError
from workstation.domain.ids import ArchiveId, StanzaId
from workstation.xmpp import namespaces as ns
from workstation.xmpp.events import DisplayedElsewhere, Event
from workstation.xmpp.jid import Jid
from workstation.xmpp.reading import identifier
from workstation.xmpp.requests import is_error
from workstation.xmpp.stanza_channel import StanzaChannel
from workstation.xmpp.stanza_errors import read_error
from workstation.xmpp.xml import Element, child, children, element, qualified

MAX_ROOMS: Final = 100
"""The rooms that were read last, of which a session asks."""

PUBSUB: Final = qualified(ns.PUBSUB, "pubsub")
ITEMS: Final = qualified(ns.PUBSUB, "items")
ITEM: Final = qualified(ns.PUBSUB, "item")
EVENT: Final = qualified(ns.EVENTS, "event")
EVENT_ITEMS: Final = qualified(ns.EVENTS, "items")
EVENT_ITEM: Final = qualified(ns.EVENTS, "item")
PUBLISH: Final = qualified(ns.PUBSUB, "publish")
OPTIONS: Final = qualified(ns.PUBSUB, "publish-options")
DISPLAYED: Final = qualified(ns.DISPLAYED_SYNC, "displayed")
STANZA_ID: Final = qualified(ns.STANZA_IDS, "stanza-id")
FORM: Final = qualified(ns.DATA_FORMS, "x")
FIELD: Final = qualified(ns.DATA_FORMS, "field")
VALUE: Final = qualified(ns.DATA_FORMS, "value")
NODE_OPTIONS: Final = {
    "FORM_TYPE": f"{ns.PUBSUB}#publish-options",
    "pubsub#persist_items": "true",
    "pubsub#max_items": "max",
    "pubsub#send_last_published_item": "never",
    "pubsub#access_model": "whitelist",
}
"""What the node must be like (XEP-0490, 3.1): seen by this account alone."""


class DisplayedSync:
    """Reads and writes the node of the present session's account."""

    def __init__(self, wire: StanzaChannel) -> None:
        self._wire = wire
        self._has_nodes = False
        self._is_asking = False
        self._seen_meanwhile: dict[Jid, ArchiveId] = {}
        self._unanswered: deque[StanzaId] = deque()

    def fetch(self) -> None:
        """Ask how far the rooms were read; a ``DisplayedElsewhere`` follows for each.

        Raises ``LocalProtocolError``.
        """
        self._has_nodes, self._is_asking = False, True
        self._seen_meanwhile.clear()
        self._unanswered.clear()
        items = element(ITEMS, {"node": ns.DISPLAYED_SYNC, "max_items": str(MAX_ROOMS)})
        self._wire.ask("get", "", element(PUBSUB, None, items), self._on_items)

    def publish(self, room_jid: Jid, archive_id: ArchiveId) -> None:
        """Remember that a room was seen up to there, where the server remembers such things.

        Raises ``LocalProtocolError``.
        """
        if self._is_asking:
            self._seen_meanwhile[room_jid] = archive_id
        if not self._has_nodes:
            return
        seen = element(DISPLAYED, None, element(STANZA_ID, {"by": room_jid, "id": archive_id}))
        publish = element(
            PUBLISH, {"node": ns.DISPLAYED_SYNC}, element(ITEM, {"id": room_jid}, seen)
        )
        options = element(OPTIONS, None, _node_options())
        wish = element(PUBSUB, None, publish, options)
        self._unanswered.append(self._wire.ask("set", "", wish, self._on_published))
        if len(self._unanswered) > MAX_ROOMS:
            self._wire.requests.forget(self._unanswered.popleft())

    def receive_push(self, stanza: Element) -> list[Event]:
        """The events of a message of our account about the node; none where it is another's."""
        event = child(stanza, EVENT)
        items = None if event is None else child(event, EVENT_ITEMS)
        mine = stanza.get("from") in {None, self._wire.jid.bare}
        if items is None or not mine or items.get("node") != ns.DISPLAYED_SYNC:
            return []
        read = (_read_item(item) for item in list(children(items, EVENT_ITEM))[:MAX_ROOMS])
        return [event for event in read if event is not None]

    def _on_items(self, _: StanzaId, stanza: Element) -> list[Event]:
        self._is_asking = False
        refused = is_error(stanza)
        self._has_nodes = not refused or read_error(stanza)[0] == "item-not-found"
        with contextlib.suppress(LocalProtocolError):  # too much is under way; the rooms know it
            for room_jid, archive_id in self._seen_meanwhile.items():
                self.publish(room_jid, archive_id)
        pubsub = None if refused else child(stanza, PUBSUB)
        items = None if pubsub is None else child(pubsub, ITEMS)
        if items is None:
            return []
        read = (_read_item(item) for item in list(children(items, ITEM))[:MAX_ROOMS])
        return [event for event in read if event is not None]

    def _on_published(self, _: StanzaId, stanza: Element) -> list[Event]:
        if is_error(stanza):
            self._has_nodes = False
        return []


def _read_item(item: Element) -> DisplayedElsewhere | None:
    """The event of an item; ``None`` where it names another room's id, or none."""
    room_jid, displayed = item.get("id", ""), child(item, DISPLAYED)
    stanza_id = None if displayed is None else child(displayed, STANZA_ID)
    if stanza_id is None or stanza_id.get("by") != room_jid:
        return None
    archive_id = ArchiveId(identifier(stanza_id.get("id")))
    return DisplayedElsewhere(Jid(room_jid), archive_id) if archive_id else None


def _node_options() -> Element:
    fields = [
        element(FIELD, {"var": name}, element(VALUE, text=value))
        for name, value in NODE_OPTIONS.items()
    ]
    fields[0].set("type", "hidden")
    return element(FORM, {"type": "submit"}, *fields)
