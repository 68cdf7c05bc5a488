"""Own messages that their rooms never return, though the session lives.

The server of our stream acknowledges a message before its room has it. Where two nodes of a cluster
lose each other for a moment, the message is gone, or its echo; the room goes on, and nobody else
would notice before the next session, hours later. So a room that owes an echo for some time is
pinged (XEP-0410). It answers what it gets in turn, so once the ping's answer is here, no echo of
what was sent before the ping comes any more. The room is joined again: its archive tells whether it
has the message, and the outbox sends what it lacks. Without an answer nothing is known, and the
room is pinged again.

The wait doubles each time, so that a server that drops a message without a word is not asked
without end. Tests: ``tests/link/test_echo_watch.py``; the simulated days notice it
(``tests/simulation/outages.py``).
"""

import math

from workstation.domain.backoff import ECHO
from workstation.domain.errors import LocalProtocolError
from workstation.domain.ids import OriginId, StanzaId
from workstation.xmpp.jid import Jid
from workstation.xmpp.session import XmppSession

_Ping = tuple[StanzaId, frozenset[OriginId]]
"""A room's ping, and which echoes it owed then."""


class EchoWatch:
    """Watches what the rooms of one session owe; times are monotonic seconds."""

    def __init__(self, session: XmppSession) -> None:
        self._session = session
        self._owed: dict[Jid, set[OriginId]] = {}
        self._due: dict[Jid, float] = {}
        self._waits: dict[Jid, float] = {}
        self._pings: dict[Jid, _Ping] = {}

    def on_sent(self, room_jid: Jid, origin_id: OriginId, now: float) -> None:
        """Note that a message was sent to a room, which owes its echo from now on."""
        self._owed.setdefault(room_jid, set()).add(origin_id)
        self._due.setdefault(room_jid, now + self._wait(room_jid))

    def on_answered(self, room_jid: Jid, origin_id: OriginId) -> None:
        """Note that the echo came, or a refusal, or that the archive has the message."""
        owed = self._owed.get(room_jid, set())
        if origin_id not in owed:
            return
        owed.remove(origin_id)
        self._waits.pop(room_jid, None)
        if not owed:
            self.forget(room_jid)

    def forget(self, room_jid: Jid) -> None:
        """Forget a stay that is over: what was sent in it is in the archive, or is sent again."""
        self._owed.pop(room_jid, None)
        self._due.pop(room_jid, None)
        self._pings.pop(room_jid, None)

    def forget_all(self) -> None:
        """Forget all stays: the session is over."""
        for room_jid in tuple(self._owed):
            self.forget(room_jid)

    def ask_due(self, now: float) -> None:
        """Ping the rooms that owe an echo for too long."""
        for room_jid in [room_jid for room_jid, due_at in self._due.items() if due_at <= now]:
            self._due[room_jid] = now + self._wait(room_jid)
            try:
                request = self._session.rooms.self_ping(room_jid)
            except LocalProtocolError:
                continue
            self._pings[room_jid] = request, frozenset(self._owed[room_jid])

    def due_at(self) -> float:
        """When the next room is to be pinged."""
        return min(self._due.values(), default=math.inf)

    def on_pinged(self, room_jid: Jid, request: StanzaId) -> bool:
        """Note that a room answered a ping; whether it shows that an echo never comes."""
        asked, owed = self._pings.get(room_jid, (None, frozenset[OriginId]()))
        if asked != request:
            return False
        del self._pings[room_jid]
        if owed.isdisjoint(self._owed.get(room_jid, ())):
            return False
        self._waits[room_jid] = ECHO.after(self._wait(room_jid))
        self.forget(room_jid)
        return True

    def _wait(self, room_jid: Jid) -> float:
        return self._waits.get(room_jid, ECHO.first_seconds)
