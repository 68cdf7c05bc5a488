"""The conference service: every stanza addressed to a room or an occupant."""

from collections.abc import Callable
from typing import Final

from workstation.clinic.im import names
from workstation.clinic.im.archive_service import ArchiveService
from workstation.clinic.im.domain_service import NO_NODE, asks_a_node, disco_information, form
from workstation.clinic.im.faults import FrameFault, FrameFaults
from workstation.clinic.im.groupchat import Groupchat
from workstation.clinic.im.occupant import own_payload
from workstation.clinic.im.relayed_requests import RelayedRequests
from workstation.clinic.im.room import Room
from workstation.clinic.im.rooms import Rooms
from workstation.clinic.im.session import Session
from workstation.clinic.im.stanza import Outgoing, Recipient, StanzaError, answer, payload_name
from workstation.xmpp import namespaces as ns
from workstation.xmpp.jid import JidParts
from workstation.xmpp.xml import Element, child, element, qualified

NOT_ALLOWED: Final = StanzaError("cancel", "not-allowed", "Room creation is restricted")
NOT_CHANGED: Final = StanzaError("cancel", "not-allowed", "The platform keeps the members")
NO_ROOM: Final = StanzaError("cancel", "item-not-found")
NO_NICK: Final = StanzaError("modify", "jid-malformed")
NOT_JOINED: Final = StanzaError("cancel", "not-acceptable")
FORBIDDEN: Final = StanzaError("auth", "forbidden")
UNAVAILABLE: Final = StanzaError("cancel", "service-unavailable")
BAD_REQUEST: Final = StanzaError("modify", "bad-request")
ROOM_FEATURES: Final = (
    ns.MUC,
    ns.ARCHIVE,
    ns.STANZA_IDS,
    ns.OCCUPANT_ID,
    "muc_membersonly",
    "muc_nonanonymous",
    "muc_persistent",
    "muc_hidden",
    "muc_unmoderated",
    "muc_unsecured",
)

Handle = Callable[[Room, Recipient, Element], StanzaError | None]
"""What acts on a request to a room."""


class RoomService:
    """Decides what a stanza to the conference domain is about."""

    def __init__(
        self,
        rooms: Rooms,
        groupchat: Groupchat,
        archives: ArchiveService,
        faults: FrameFaults,
    ) -> None:
        self.domain = rooms.domain
        self._rooms = rooms
        self._groupchat = groupchat
        self._faults = faults
        self._relayed = RelayedRequests()
        self._handlers: dict[str, Handle] = {
            qualified(ns.ARCHIVE, "query"): archives.receive,
            qualified(ns.DISCO_INFO, "query"): _describe,
            qualified(ns.DISCO_ITEMS, "query"): _list_occupants,
            qualified(names.MUC_ADMIN, "query"): self._list_members,
            qualified(names.MUC_OWNER, "query"): _keep_settings,
        }

    def receive(self, sender: Recipient, to: JidParts, stanza: Element) -> StanzaError | None:
        """Act on a stanza to the service, a room, or ``room/nick``."""
        if not to.local:
            return self._to_service(sender, stanza)
        room = self._rooms.find(to.local)
        if room is None:
            return NOT_ALLOWED if stanza.tag == names.PRESENCE else NO_ROOM
        if stanza.tag == names.MESSAGE:
            return self._message(room, sender, to, stanza)
        if stanza.tag == names.PRESENCE:
            return self._presence(room, sender, to, stanza)
        return self._iq(room, sender, to, stanza)

    def _message(
        self, room: Room, sender: Recipient, to: JidParts, message: Element
    ) -> StanzaError | None:
        kind = message.get("type")
        if kind == "error":
            return None
        if to.resource and kind != "groupchat":
            return self._groupchat.whisper(room, sender, to.resource, message)
        if to.resource:
            return BAD_REQUEST
        if kind != "groupchat":
            return _refuse_word(room, sender, message)
        name = f"in {JidParts.parse(sender.jid).local} message"
        if self._faults.strike(FrameFault.LOSE_ROOM, name) is not None:
            room.lose_silently()
        fault = self._faults.strike(FrameFault.REFUSE, name)
        if fault is not None:
            return StanzaError("cancel", fault.value)
        return self._groupchat.say(room, sender, message)

    def _presence(
        self, room: Room, sender: Recipient, to: JidParts, presence: Element
    ) -> StanzaError | None:
        if presence.get("type") == "unavailable":
            room.leave(sender, presence=own_payload(presence))
            return None
        if presence.get("type") is not None:
            return None
        if not to.resource:
            return NO_NICK
        is_joining = child(presence, names.ROOM_JOIN) is not None
        if not is_joining and room.occupant_of(sender) is None:
            return NOT_JOINED
        refusal = room.enter(sender, JidParts.parse(sender.jid).bare, to.resource, presence)
        if refusal is None and is_joining:
            self._welcome(room, sender)
        return refusal

    def _welcome(self, room: Room, sender: Recipient) -> None:
        """Welcome an occupant after the presences, by the subject that ends a join (7.1)."""
        if isinstance(sender, Session):
            sender.add_end_callback(room.leave)
        subject = element(names.SUBJECT)
        attributes = {"type": "groupchat", "from": room.jid}
        sender.deliver(Outgoing(element(names.MESSAGE, attributes, subject)))

    def _iq(self, room: Room, sender: Recipient, to: JidParts, iq: Element) -> StanzaError | None:
        if iq.get("type") not in ("get", "set"):
            self._relayed.answer(sender, iq)
            return None
        if to.resource:
            return self._to_occupant(room, sender, to.resource, iq)
        fault = self._faults.strike(FrameFault.REFUSE, f"in {JidParts.parse(sender.jid).local} iq")
        if fault is not None:
            return StanzaError("cancel", fault.value)
        handle = self._handlers.get(payload_name(iq))
        return UNAVAILABLE if handle is None else handle(room, sender, iq)

    def _to_occupant(
        self, room: Room, sender: Recipient, nick: str, iq: Element
    ) -> StanzaError | None:
        """Relay a stanza; a ping to one's own nick is answered by the room itself (XEP-0410)."""
        occupant, addressed = room.occupant_of(sender), room.occupants.get(nick)
        if occupant is None:
            return NOT_JOINED
        if addressed is None:
            return NO_ROOM
        if addressed is not occupant:
            self._relayed.ask(room.jid, sender, occupant.nick, addressed, iq)
            return None
        if payload_name(iq) != qualified(ns.PING, "ping"):
            return UNAVAILABLE
        sender.deliver(Outgoing(answer(iq)))
        return None

    def _list_members(self, room: Room, sender: Recipient, iq: Element) -> StanzaError | None:
        requested = next(iter(iq[0]), None)
        if iq.get("type") == "set":
            return NOT_CHANGED
        if not _is_member(room, sender):
            return FORBIDDEN
        listed = (
            sorted(room.members)
            if requested is not None and requested.get("affiliation") == "member"
            else []
        )
        entries = [
            element(qualified(names.MUC_ADMIN, "item"), {"affiliation": "member", "jid": jid})
            for jid in listed
        ]
        query = element(qualified(names.MUC_ADMIN, "query"), {}, *entries)
        sender.deliver(Outgoing(answer(iq, query)))
        return None

    def _to_service(self, sender: Recipient, stanza: Element) -> StanzaError | None:
        if stanza.tag != names.IQ or stanza.get("type") not in ("get", "set"):
            return None
        payload_tag = payload_name(stanza)
        if payload_tag == qualified(ns.DISCO_INFO, "query"):
            identity = {"category": "conference", "type": "text", "name": "Consultations"}
            features = (ns.DISCO_INFO, ns.DISCO_ITEMS, ns.MUC, ns.ARCHIVE, ns.OCCUPANT_ID)
            sender.deliver(Outgoing(answer(stanza, disco_information(identity, features))))
            return None
        if payload_tag == qualified(ns.DISCO_ITEMS, "query"):
            sender.deliver(Outgoing(answer(stanza, element(payload_tag))))
            return None
        return UNAVAILABLE


def _describe(room: Room, sender: Recipient, iq: Element) -> StanzaError | None:
    """Describe the room; its title, a patient's name, and the number inside for members alone."""
    if asks_a_node(iq):
        return NO_NODE
    identity = {"category": "conference", "type": "text"}
    facts: tuple[Element, ...] = ()
    if _is_member(room, sender):
        identity["name"] = room.title
        occupants = str(len(room.occupants))
        facts = (form(names.ROOM_INFO, **{"muc#roominfo_occupants": occupants}),)
    sender.deliver(Outgoing(answer(iq, disco_information(identity, ROOM_FEATURES, *facts))))
    return None


def _is_member(room: Room, sender: Recipient) -> bool:
    return JidParts.parse(sender.jid).bare in room.members


def _refuse_word(room: Room, sender: Recipient, message: Element) -> StanzaError:
    """Refuse what is not said to all in the room; its members invite nobody (XEP-0045, 7.8)."""
    if room.occupant_of(sender) is None:
        return NOT_JOINED
    return UNAVAILABLE if child(message, names.ROOM_USER) is None else FORBIDDEN


def _keep_settings(_room: Room, _sender: Recipient, _iq: Element) -> StanzaError:
    """Refuse to change a room's settings, which are the platform's alone."""
    return FORBIDDEN


def _list_occupants(room: Room, sender: Recipient, iq: Element) -> StanzaError | None:
    """List who is inside, for members alone (XEP-0045, 6.5)."""
    if asks_a_node(iq):
        return NO_NODE
    nicks = sorted(room.occupants) if _is_member(room, sender) else []
    item_name = qualified(ns.DISCO_ITEMS, "item")
    items = [element(item_name, {"jid": f"{room.jid}/{nick}"}) for nick in nicks]
    query = element(qualified(ns.DISCO_ITEMS, "query"), {}, *items)
    sender.deliver(Outgoing(answer(iq, query)))
    return None
