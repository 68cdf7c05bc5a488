"""A bound resource: it receives stanzas, and with XEP-0198 it outlives its socket for a while.

Invariant: every stanza for a client enters ``resumption.unacked`` before it is written to the
stream, whether or not there is a stream. So a socket that dies at any byte loses nothing: what the
client has not acknowledged is written again, in order, by ``attach``. A session stays in its rooms
while ``stream`` is None; other occupants do not see it leave until its time is over.

    send A, send B   unacked [A, B]   client: <a h="1"/>   unacked [B]
    socket lost      stream None      room sends C         unacked [B, C]
    <resume h="1"/>  attach           writes B, C, each with a delay of when it was first sent

A stanza that is sent again gets a ``<delay/>`` (XEP-0198, 5) and keeps its stanza-id, by which the
client knows it. Tests: tests/clinic_im/test_resumption.py,
``test_what_was_not_acknowledged_is_sent_again_with_a_delay_and_the_same_stanza_id``.
"""

from collections.abc import Callable
from typing import Protocol

from workstation.clinic.im.faults import FrameFault, FrameFaults, label
from workstation.clinic.im.ids import Stamps
from workstation.clinic.im.origin import visible
from workstation.clinic.im.resumption import Resumption, Sent
from workstation.clinic.im.stanza import Outgoing, with_delay
from workstation.xmpp.jid import JidParts
from workstation.xmpp.xml import Element


class ClientStream(Protocol):
    """The stream that a session speaks through at present."""

    def write(self, frame: str) -> None:
        """Queue one frame."""

    def end(self, condition: str, text: str = "") -> None:
        """Send a stream error, close the stream and its socket."""

    def close(self) -> None:
        """Send ``<close/>`` and nothing more; the client is to close the socket."""

    def drop(self) -> None:
        """Break the socket off without a word."""


EndCallback = Callable[["Session"], None]


class Session:
    """One resource of one account.

    ``presence`` is what it said of itself last, with the time, ``None`` while it is not there.
    ``stream`` is ``None`` while the session waits to be resumed; ``detached_at`` is then the
    monotonic time in seconds at which it began to wait.
    """

    def __init__(
        self,
        address: JidParts,
        base_url: str,
        stamps: Stamps,
        stream: ClientStream,
        faults: FrameFaults,
    ) -> None:
        self.address = address
        self.jid = str(address)
        self.base_url = base_url
        self.stream: ClientStream | None = stream
        self.presence: tuple[Element, ...] | None = None
        self.wanted_nodes: frozenset[str] = frozenset()
        self.detached_at: float | None = None
        self.resumption: Resumption | None = None
        self._on_end: list[EndCallback] = []
        self._stamps = stamps
        self._faults = faults

    @property
    def available(self) -> bool:
        """Whether it has said that it is there (RFC 6121, 4.2)."""
        return self.presence is not None

    def deliver(self, stanza: Outgoing) -> None:
        """Send a stanza to the client, now or when it resumes."""
        self.send(visible(stanza.addressed(self.jid), self.base_url))

    def send(self, frame: str) -> None:
        """Send a serialised stanza; it is kept until acknowledged."""
        self._send_once(frame)
        if self._faults.strike(FrameFault.DUPLICATE, label("out", self.address.local, frame)):
            self._send_once(frame)

    def _send_once(self, frame: str) -> None:
        if self.resumption is not None:
            self.resumption.unacked.append(Sent(frame, self._stamps.next()))
        if self.stream is not None:
            self.stream.write(frame)

    def attach(self, stream: ClientStream) -> None:
        """Go on through another stream; what the client has not handled is sent again."""
        self.stream, self.detached_at = stream, None
        for frame, stamp_us in self.resumption.unacked if self.resumption else ():
            stream.write(with_delay(frame, stamp_us))

    def detach(self, now: float) -> None:
        """Note that the socket is gone; ``now`` in monotonic seconds."""
        self.stream, self.detached_at = None, now

    def add_end_callback(self, callback: EndCallback) -> None:
        """Call back once when this session ends."""
        self._on_end.append(callback)

    def end(self) -> None:
        """End the session: no more stanzas come or go; whoever holds it lets go of it."""
        self.stream = None
        callbacks, self._on_end = self._on_end, []
        for callback in callbacks:
            callback(self)
