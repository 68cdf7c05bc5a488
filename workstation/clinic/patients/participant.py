"""A member who takes part in rooms from inside this process, by the same stanzas as a client."""

from collections.abc import Callable
from itertools import count
from typing import Final

from workstation.clinic.im import content, names
from workstation.clinic.im.content import SharedFile
from workstation.clinic.im.service import Service
from workstation.clinic.im.stanza import Outgoing
from workstation.xmpp import namespaces as ns
from workstation.xmpp.replies import Reply
from workstation.xmpp.xml import Element, child, element, qualified

RESOURCE: Final = "inside"
MessageCallback = Callable[[Element], None]


class Participant:
    """One member in one room; ``on_message`` gets every groupchat message of others."""

    def __init__(self, service: Service, member_id: int, name: str, room: str) -> None:
        self.jid = f"{member_id}@{service.domain}/{RESOURCE}"
        self.room = room
        self.member_id = member_id
        self.on_message: MessageCallback | None = None
        self._service = service
        self._name = name
        self._numbers = count(1)
        self._joined = False

    def deliver(self, stanza: Outgoing) -> None:
        """Listen to what others say now; an error means that the room has forgotten us.

        One that answers the joining itself is not asked again at once: it would answer the same.
        """
        message = stanza.element
        if message.get("type") == "error":
            self._joined = False
            if message.tag == names.MESSAGE:
                self.join()
        if message.tag != names.MESSAGE or message.get("type") != "groupchat":
            return
        own = message.get("from", "") == f"{self.room}/{self.member_id}"
        if self.on_message and not own and child(message, names.DELAYED) is None:
            self.on_message(message)

    def join(self) -> None:
        """Enter the room under the member id, with the name for people (XEP-0172)."""
        if self._joined:
            return
        self._joined = True
        no_history = element(qualified(ns.MUC, "history"), {"maxstanzas": "0"})
        self._send(
            element(
                names.PRESENCE,
                {},
                element(qualified(ns.NICK, "nick"), text=self._name),
                element(names.ROOM_JOIN, {}, no_history),
            ),
            to=f"{self.room}/{self.member_id}",
        )

    def say(self, text: str, reply: Reply | None = None) -> None:
        """Say a text, which may answer a message."""
        self._send(content.text_message(self._next_id(), text, reply))

    def share(self, file: SharedFile) -> None:
        """Share a picture or a recording."""
        self._send(content.file_message(self._next_id(), file))

    def compose(self) -> None:
        """Begin to type."""
        self._send(content.typing_message("composing"))

    def pause(self) -> None:
        """Stop typing for now."""
        self._send(content.typing_message("paused"))

    def mark_displayed(self, stanza_id: str) -> None:
        """Say that everything up to this archive id was seen."""
        self._send(content.displayed_message(self._next_id(), stanza_id))

    def _next_id(self) -> str:
        return f"{self._service.stamps.next():x}-{self.member_id}-{next(self._numbers)}"

    def _send(self, stanza: Element, to: str = "") -> None:
        stanza.set("to", to or self.room)
        self._service.receive(self, stanza)
