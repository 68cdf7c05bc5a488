"""nbxmpp, the library of Gajim, behind the same orders as the clients from npm.

Run by the system's Python, which has GLib: nbxmpp is under the GPL and is only a stranger of the
tests. An order is a line of JSON with `who`, `order` and its words; what happens is told as a line
of JSON with `who` and the event. It speaks by its own words for each extension, where it has one.
"""

import json
import sys
from typing import Any

from gi.repository import GLib
from nbxmpp.client import Client
from nbxmpp.const import ConnectionProtocol, ConnectionType, StreamError
from nbxmpp.namespaces import Namespace
from nbxmpp.protocol import Iq, Message, Presence

AGAIN_MS = 50


class Stranger:
    """One client, by the name under which it is ordered about."""

    def __init__(self, who: str, words: dict[str, Any]) -> None:
        self._who, self._stays = who, True
        client = self._client = Client(log_context=who)
        client.set_domain(words["domain"])
        client.set_username(words["username"])
        client.set_resource(words["resource"])
        client.set_password(words["password"])
        client.set_custom_host(words["service"], ConnectionProtocol.WEBSOCKET, ConnectionType.PLAIN)
        client.subscribe("connected", lambda *_: self.tell(online=True, resumed=False))
        client.subscribe("resume-successful", lambda *_: self.tell(online=True, resumed=True))
        client.subscribe("disconnected", lambda *_: self._on_gone())
        client.subscribe("connection-failed", lambda *_: self._on_gone())
        client.subscribe(
            "stanza-received", lambda _client, _name, data: self.tell(stanza=str(data))
        )
        client.connect()

    def tell(self, **event: object) -> None:
        """A line on standard output."""
        sys.stdout.write(json.dumps({"who": self._who, **event}) + "\n")
        sys.stdout.flush()

    def enter(self, room: str, nick: str) -> None:
        """Join a room, and ask for none of its past."""
        presence = Presence(to=f"{room}/{nick}")
        muc = presence.setTag("x", namespace=Namespace.MUC)
        muc.setTag("history", {"maxstanzas": "0"})
        self._client.send_stanza(presence)

    def say(self, room: str, id: str, body: str) -> None:  # noqa: A002 - the orders' word
        """A text under its own id."""
        message = self._message(room, id, body)
        message.setOriginID(id)
        self._client.send_stanza(message)

    def correct(self, room: str, id: str, of: str, body: str) -> None:  # noqa: A002 - as above
        """Another text in place of an earlier one."""
        message = self._message(room, id, body)
        message.setCorrection(of)
        self._client.send_stanza(message)

    def mark(self, room: str, id: str, of: str) -> None:  # noqa: A002 - as above
        """Tell that all up to an entry of the archive was seen."""
        message = self._message(room, id)
        message.setMarker("displayed", of)
        message.setHint("store")
        self._client.send_stanza(message)

    def withdraw(self, room: str, id: str, of: str) -> None:  # noqa: A002 - as above
        """Take an entry of the archive back."""
        message = self._message(room, id)
        message.setRetracted(of)
        message.setHint("store")
        self._client.send_stanza(message)

    def query(self, room: str, id: str, after: str | None, max: int) -> None:  # noqa: A002 - as above
        """Ask for a page of the archive."""
        iq = Iq("set", to=room)
        iq.setID(id)
        query = iq.setTag("query", {"queryid": id}, namespace=Namespace.MAM_2)
        page = query.setTag("set", namespace=Namespace.RSM)
        page.setTagData("max", str(max))
        if after:
            page.setTagData("after", after)
        self._client.send_stanza(iq)

    def leave(self) -> None:
        """Go, and stay away."""
        self._stays = False
        self._client.disconnect()

    def _message(self, room: str, name: str, body: str | None = None) -> Message:
        message = Message(to=room, body=body, typ="groupchat")
        message.setID(name)
        return message

    def _on_gone(self) -> None:
        domain, reason, _text = self._client.get_error()
        if domain is StreamError.SASL:
            self._stays = False
            self.tell(refused=reason)
            return
        self.tell(offline=True)
        if self._stays:
            GLib.timeout_add(AGAIN_MS, self._connect)

    def _connect(self) -> bool:
        self._client.connect()
        return GLib.SOURCE_REMOVE


class Strangers:
    """All of them by name."""

    def __init__(self, loop: GLib.MainLoop) -> None:
        self._loop = loop
        self._by_name: dict[str, Stranger] = {}

    def obey(self, channel: GLib.IOChannel, _condition: GLib.IOCondition) -> bool:
        """Take the next line; the end of all lines is the end."""
        line = channel.readline()
        if not line:
            self._loop.quit()
            return GLib.SOURCE_REMOVE
        self._obey(**json.loads(line))
        return GLib.SOURCE_CONTINUE

    def _obey(self, who: str, order: str, **words: Any) -> None:
        if order == "login":
            self._by_name[who] = Stranger(who, words)
        else:
            getattr(self._by_name[who], order)(**words)
        self._by_name[who].tell(done=words.get("id", order))


def main() -> None:
    loop = GLib.MainLoop()
    channel = GLib.IOChannel.unix_new(0)
    GLib.io_add_watch(
        channel,
        GLib.PRIORITY_DEFAULT,
        GLib.IOCondition.IN | GLib.IOCondition.HUP,
        Strangers(loop).obey,
    )
    loop.run()


if __name__ == "__main__":
    main()
