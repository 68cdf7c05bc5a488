"""Detects a connection that died silently, by stanzas that are not acknowledged (XEP-0198, 4).

On such a connection the doctor sees "online" while messages wait. The pings of the WebSocket detect
it within half a minute. But an acknowledgement is requested with every stanza, even a typing
notification, and a healthy server answers within moments: after ``DOUBT_SECONDS`` without an answer
or any other frame the socket is probed. A server that is merely late sends something meanwhile or
answers the ping, which ends the doubt.

An answered ping does not prove that messages are carried: a gateway holds the WebSocket open before
an engine that is gone, and in ejabberd the socket's process lives while the session's hangs. So a
server that owes an acknowledgement for ``LOST_SECONDS`` and sends nothing else is given up, with or
without pongs: another server may work.
"""

import math

from workstation.base.clock import Clock
from workstation.link.inbox import Inbox
from workstation.link.web_socket import WebSocket
from workstation.xmpp.session import XmppSession

DOUBT_SECONDS = 5.0
LOST_SECONDS = 60.0


class AcknowledgementWatch:
    """Watches since when the server owes an acknowledgement and gave no sign of life.

    A new socket owes nothing for the last one: no session is online before its first frame. While
    the ``inbox`` is full it is we who do not listen, and a server is not given up for that.
    """

    def __init__(self, session: XmppSession, clock: Clock, inbox: Inbox) -> None:
        self._session, self._clock, self._inbox = session, clock, inbox
        self._silent_since: float | None = None
        self._lost_at, self._content_bytes = math.inf, 0

    def on_sent(self) -> None:
        """Note that something was sent."""
        if self._silent_since is None:
            self.on_received()

    def on_received(self) -> None:
        """Note that something came: whatever it was, the line lived just now."""
        if self._session.awaits_acknowledgement:
            self._silent_since = self._clock.monotonic()
            self._lost_at = self._silent_since + LOST_SECONDS
        else:
            self._silent_since, self._lost_at = None, math.inf

    def due_seconds(self) -> float:
        """In how many seconds there is a reason to doubt; infinite while nothing is owed."""
        if self._silent_since is None:
            return math.inf
        return self._silent_since + DOUBT_SECONDS - self._clock.monotonic()

    def tick(self, socket: WebSocket) -> None:
        """Ask for a sign of life if there is a reason to, and again only after such a while.

        After a long one the socket is dropped.
        """
        now = self._clock.monotonic()
        if socket.content_bytes != self._content_bytes:  # of a frame that takes minutes, too
            self._content_bytes = socket.content_bytes
            self.on_received()
        if self._inbox.is_full:
            self._lost_at = max(self._lost_at, now + LOST_SECONDS)
        if self.due_seconds() <= 0:
            self._silent_since = now
            socket.probe()
        if now >= self._lost_at:
            socket.drop()
