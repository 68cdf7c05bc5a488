"""A core brought to where a test wants it, by what a server would say."""

import itertools

from workstation.xmpp.authentication import Credentials
from workstation.xmpp.events import Event
from workstation.xmpp.session import XmppSession
from workstation.xmpp.stream import Stream

DOMAIN = "clinic.test"
ACCOUNT = "1001@clinic.test"
JID = "1001@clinic.test/desk"
ROOM = "consult-7@consult.clinic.test"
PATIENT = "2001@clinic.test"
COLLEAGUE = "1002@clinic.test"

CLIENT = "xmlns='jabber:client'"
SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'"
SM = "xmlns='urn:xmpp:sm:3'"
USER = "xmlns='http://jabber.org/protocol/muc#user'"
OPEN = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' version='1.0' from='clinic.test'/>"
CLOSE = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"
SUCCESS = f"<success {SASL}/>"
BIND = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>{}</bind>"
ENABLED = f"<enabled {SM} resume='true' id='previous'/>"
ROOM_FEATURES = ("urn:xmpp:sid:0", "urn:xmpp:mam:2", "muc_nonanonymous", "urn:xmpp:occupant-id:0")


def features(inner: str) -> str:
    """A stream's features (RFC 6120, 4.3.2)."""
    return (
        f"<stream:features xmlns:stream='http://etherx.jabber.org/streams'>{inner}"
        "</stream:features>"
    )


def mechanisms(*names: str) -> str:
    """Features that offer these mechanisms (RFC 6120, 6.4.1)."""
    listed = "".join(f"<mechanism>{name}</mechanism>" for name in names)
    return features(f"<mechanisms {SASL}>{listed}</mechanisms>")


BOUND_FEATURES = features(BIND.format("") + f"<sm {SM}/>")


def credentials(**changed: object) -> Credentials:
    """What one signs in with, over a private line; ``changed`` replaces its fields."""
    given = {"domain": DOMAIN, "username": "1001", "password": "secret", "private": True}
    return Credentials(**(given | changed))  # type: ignore[arg-type]


def authenticated(then: str = BOUND_FEATURES) -> Stream:
    """A stream whose password is proven."""
    stream = Stream(credentials(), "nonce")
    stream.open()
    for frame in (OPEN, mechanisms("PLAIN"), SUCCESS, OPEN, then):
        stream.receive(frame)
    stream.data_to_send()
    return stream


class Dialogue:
    """A session, and short ways to say what a server says."""

    def __init__(self) -> None:
        self._ids = (f"id-{number}" for number in itertools.count(1))
        self.session = XmppSession("desk", lambda: next(self._ids))

    def receive(self, frame: str | bytes) -> list[Event]:
        return self.session.receive(frame)

    def sent(self) -> list[str]:
        """The frames that the session wants sent, which are then gone."""
        return self.session.data_to_send()

    def bind(self, stream: Stream | None = None) -> list[Event]:
        """Go on with an authenticated stream, up to the bound resource."""
        self.session.adopt(stream or authenticated())
        return self.bound()

    def bound(self, jid: str = JID) -> list[Event]:
        request = self.sent()[-1].partition('id="')[2].partition('"')[0]
        address = BIND.format(f"<jid>{jid}</jid>")
        return self.receive(f"<iq {CLIENT} id='{request}' type='result'>{address}</iq>")

    def online(self) -> "Dialogue":
        self.bind()
        self.receive(ENABLED)
        self.sent()
        return self

    def online_again(self) -> None:
        """After a stream was adopted for a new session: bound, and in the room."""
        self.bound()
        self.receive(ENABLED)
        self.sent()
        self.join()
        self.sent()

    def resume(self, h: int) -> list[Event]:
        self.session.drop_stream()
        self.session.adopt(authenticated())
        self.sent()
        return self.receive(f"<resumed {SM} previd='previous' h='{h}'/>")

    def ask(self) -> str:
        """Ask the server for something, whatever it is; the request's id."""
        return self.session.upload.request_slot(DOMAIN, "a.jpg", 1, "image/jpeg")

    def answer(self, request: str, inner: str = "", sender: str = ROOM) -> list[Event]:
        return self.receive(
            f"<iq {CLIENT} type='result' from='{sender}' to='{JID}' id='{request}'>{inner}</iq>"
        )

    def refuse(
        self, request: str, condition: str, sender: str = ROOM, more: str = ""
    ) -> list[Event]:
        return self.receive(
            f"<iq {CLIENT} type='error' from='{sender}' id='{request}'>"
            f"{error(condition, more)}</iq>"
        )

    def join(self, room: str = ROOM, offers: tuple[str, ...] = ROOM_FEATURES) -> list[Event]:
        """Enter a room with the doctor and the patient in it."""
        self.session.rooms.join(room, "1001", "Dr. Chen")
        request = self.sent()[0].partition('id="')[2].partition('"')[0]
        events = self.describe(request, room, offers)
        events += self.presence("2001", PATIENT + "/phone", room=room)
        events += self.presence("1001", JID, "110", room=room)
        self.receive(
            f"<message {CLIENT} type='groupchat' from='{room}' to='{JID}'><subject/></message>"
        )
        return events

    def describe(self, request: str, room: str, offers: tuple[str, ...]) -> list[Event]:
        listed = "".join(f"<feature var='{feature}'/>" for feature in offers)
        query = f"<query xmlns='http://jabber.org/protocol/disco#info'>{listed}</query>"
        return self.answer(request, query, room)

    def presence(
        self,
        nick: str,
        jid: str = "",
        *codes: str,
        kind: str = "",
        room: str = ROOM,
        more: str = "",
    ) -> list[Event]:
        """An occupant's presence with its status codes (XEP-0045, 7.2)."""
        address = f" jid='{jid}'" if jid else ""
        statuses = "".join(f"<status code='{code}'/>" for code in codes)
        kind = f" type='{kind}'" if kind else ""
        return self.receive(
            f"<presence {CLIENT} from='{room}/{nick}' to='{JID}'{kind}>"
            f"<x {USER}><item{address}/>{statuses}</x>{more}</presence>"
        )

    def say(self, inner: str, nick: str = "2001", attributes: str = "id='m-1'") -> list[Event]:
        sender = f"{ROOM}/{nick}" if nick else ROOM
        return self.receive(
            f"<message {CLIENT} type='groupchat' from='{sender}' to='{JID}' {attributes}>"
            f"{inner}</message>"
        )


def in_room() -> Dialogue:
    """Online and in ``ROOM``."""
    dialogue = Dialogue().online()
    dialogue.join()
    dialogue.sent()
    return dialogue


def error(condition: str, more: str = "") -> str:
    """A stanza error (RFC 6120, 8.3)."""
    return (
        f"<error type='cancel'><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
        f"{more}</error>"
    )
