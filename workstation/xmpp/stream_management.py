"""Stream management (XEP-0198): stanzas counted so that a lost socket loses none.

Inbound, ``h`` counts stanzas whose effects are *committed*, not those merely received: what a
crash would lose, the server must keep. Outbound, every stanza waits here until the server's
``h`` covers it. Marks count inbound stanzas over all sessions, so that a late commit of an
earlier session cannot move the ``h`` of the present one
(``test_a_late_commit_of_the_last_session_does_not_count_in_this_one``).

The hard case is a socket lost between receiving and committing::

    received 5, committed 3      ✂      resume h=3      the server sends 4 and 5 again

The first copies of 4 and 5 may still be committed, by a write that was under way. If that moved the
``h``, the second copies would be counted twice, and the server, told of stanzas it never sent,
would end the session. So ``rebase`` counts everything received as done with and begins anew at
``h`` (``test_on_resuming_the_uncommitted_is_counted_when_it_comes_again``). Both copies reach the
vault, which knows a message by its ids and keeps one.

Questions and answers go out with the next frames, one at most of each however many came or were
sent meanwhile: a flood of questions costs one answer. While much is on its way, one question at a
time is open and what is sent meanwhile is asked about when that is answered: entering hundreds of
rooms is not asked about and answered stanza by stanza.
"""

from collections import deque
from dataclasses import field
from itertools import islice
from typing import Final

from workstation.domain.errors import LocalProtocolError, RemoteProtocolError
from workstation.domain.ids import StanzaId
from workstation.domain.value import Value
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.events import Acknowledged, Event
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.stream import Stream
from workstation.xmpp.transitions import StreamState
from workstation.xmpp.xml import Element, element, qualified

REQUEST: Final = qualified(ns.STREAM_MANAGEMENT, "r")
ANSWER: Final = qualified(ns.STREAM_MANAGEMENT, "a")
MODULUS = limits.STREAM_MANAGEMENT_MODULUS
MANY_UNACKNOWLEDGED = 16
"""With so many stanzas on their way, each sending is not asked about by itself."""


class SentStanza(Value):
    """An own stanza; ``id`` is a message's, empty for what nobody would resend.

    ``frame`` is kept as it was sent: a resend after resuming is the same stanza again.
    """

    frame: str = field(repr=False)
    id: StanzaId | None = None

    @property
    def bytes(self) -> int:
        """The size of the stanza as the wire carries it."""
        return len(self.frame.encode())


class Resumption:
    """Both counts of one session, and what the server has not acknowledged.

    ``retransmitting`` is true from a resumption to the server's first acknowledgement after it:
    by then it has sent again what was not acknowledged by us.
    """

    def __init__(self) -> None:
        self.enabled = False
        self.session_id = ""
        self.mark = 0
        self.retransmitting = False
        self._base = 0
        self._committed = 0
        self._acknowledged = 0
        self._unacknowledged: deque[SentStanza] = deque()
        self._largest_taken = 0
        self._resent_from = -1
        self._request_due = False

    @property
    def can_resume(self) -> bool:
        """Whether the server promised to keep this session."""
        return bool(self.session_id)

    @property
    def h(self) -> int:
        """How many inbound stanzas of this session are committed, as the wire counts."""
        return (self._committed - self._base) % MODULUS

    @property
    def is_settled(self) -> bool:
        """Whether everything received is committed."""
        return self._committed == self.mark

    @property
    def is_full(self) -> bool:
        """Whether sending must pause until the server acknowledges."""
        return len(self._unacknowledged) >= limits.UNACKNOWLEDGED

    @property
    def has_many_under_way(self) -> bool:
        """Whether so much is unacknowledged that one open question about it will do."""
        return len(self._unacknowledged) >= MANY_UNACKNOWLEDGED

    @property
    def acknowledged(self) -> int:
        """How many own stanzas of this session the server has handled, as the wire counts."""
        return self._acknowledged

    @property
    def sent(self) -> int:
        """How many were sent; of a session beyond 2**32 of them this is more than it counts."""
        return self._acknowledged + len(self._unacknowledged)

    @property
    def unacknowledged(self) -> tuple[StanzaId, ...]:
        """The ids of own messages the server has not acknowledged, oldest first."""
        return tuple(sent.id for sent in self._unacknowledged if sent.id)

    @property
    def largest_unacknowledged(self) -> tuple[StanzaId, ...]:
        """The unacknowledged ids whose stanza is larger than any acknowledged so far."""
        largest = self._largest_taken
        return tuple(sent.id for sent in self._unacknowledged if sent.id and sent.bytes > largest)

    @property
    def resent_in_vain(self) -> StanzaId:
        """The own message that was sent again first, while nothing of all that is acknowledged.

        Empty where something is, or nothing was sent again, or something else came before it.
        """
        is_in_vain = self._acknowledged == self._resent_from and self._unacknowledged
        message_id = self._unacknowledged[0].id if is_in_vain else None
        return message_id or StanzaId("")

    def enable(self, session_id: str = "") -> None:
        """Count from here, as a new session; ``session_id`` is its name for resuming.

        Without a name (XEP-0198, 3: ``resume`` not granted) stanzas are counted and nothing is
        resumed.
        """
        self.forget()
        self.enabled = True
        self.session_id = session_id

    def forget(self) -> None:
        """Give up resuming: unacknowledged stanzas are dropped, not resent."""
        self.enabled = False
        self.session_id = ""
        self._base = self._committed = self.mark
        self._acknowledged = self._largest_taken = 0
        self._unacknowledged.clear()
        self._resent_from = -1
        self._request_due = self.retransmitting = False

    def count_received(self) -> None:
        """Count one inbound stanza."""
        self.mark += 1

    def commit(self, mark: int) -> None:
        """Count all inbound stanzas up to ``mark`` as handled; an older mark changes nothing.

        Raises ``LocalProtocolError`` for a mark beyond what was received.
        """
        if mark > self.mark:
            raise LocalProtocolError("committed more than was received")
        self._committed = max(self._committed, mark)

    def rebase(self) -> int:
        """Give ``h`` for resuming, and count on from there.

        The server sends again what was not committed by now, so that a commit of the first
        copies must not count any more.
        """
        h = self.h
        self._base = self.mark - h
        self._committed = self.mark
        return h

    def keep_sent(self, frame: str, message_id: StanzaId | None) -> None:
        """Count one own stanza that goes out, and keep it until it is acknowledged."""
        if self.enabled:
            self._unacknowledged.append(SentStanza(frame, message_id))
            self._request_due = True

    def take_request_due(self) -> bool:
        """Whether stanzas went out since this was last asked: the server is asked about them."""
        unasked, self._request_due = self._request_due, False
        return unasked

    def acknowledge(self, h: str | None) -> tuple[StanzaId, ...]:
        """Note that the server has handled ``h`` stanzas; gives the ids of messages among the new.

        Raises ``RemoteProtocolError`` when that is fewer than before or more than were sent.
        """
        self.retransmitting = False
        handled = (_parse_h(h) - self._acknowledged) % MODULUS
        if handled > len(self._unacknowledged):
            raise RemoteProtocolError("h acknowledges stanzas never sent")
        self._acknowledged = (self._acknowledged + handled) % MODULUS
        acknowledged = [self._unacknowledged.popleft() for _ in range(handled)]
        self._largest_taken = max([self._largest_taken, *(sent.bytes for sent in acknowledged)])
        return tuple(sent.id for sent in acknowledged if sent.id)

    def resend(self) -> list[str]:
        """The frames that the server lacks after a resume and its ``h``, in order of sending."""
        self._request_due = self.retransmitting = True
        self._resent_from = self._acknowledged
        return [sent.frame for sent in self._unacknowledged]

    def split_unacknowledged(
        self, h: str | None
    ) -> tuple[tuple[StanzaId, ...], tuple[StanzaId, ...]]:
        """Split after a failed resume: ids the server has handled, and ids it says nothing about.

        Some servers give ``h`` with ``<failed/>`` (XEP-0198, 5). Nothing is concluded from one that
        is missing or makes no sense: then the archive decides what was sent.
        """
        try:
            handled = (_parse_h(h) - self._acknowledged) % MODULUS
        except RemoteProtocolError:
            handled = 0
        handled = handled if handled <= len(self._unacknowledged) else 0
        handled_ids = tuple(sent.id for sent in islice(self._unacknowledged, handled) if sent.id)
        unknown_ids = tuple(
            sent.id for sent in islice(self._unacknowledged, handled, None) if sent.id
        )
        return handled_ids, unknown_ids


class Acknowledger:
    """Answers the server with what is committed, and asks it about what was sent (XEP-0198, 4).

    The answer's ``h`` counts stanzas whose effects are on the disk, never those merely received:
    what a crash would lose is sent again.
    """

    def __init__(self, resumption: Resumption) -> None:
        self._resumption = resumption
        self._stream: Stream | None = None
        self._answer_due = False
        self._full_answer_due = False
        self._asking = False

    @property
    def is_asking(self) -> bool:
        """Whether the server owes an answer (``<a/>``)."""
        return self._asking

    def begin(self, stream: Stream) -> None:
        """Begin a new stream: no question of the old one needs an answer."""
        self._stream = stream
        self._answer_due = self._full_answer_due = self._asking = False

    def on_request(self, _: Element) -> list[Event]:
        """Answer the server's question (``<r/>``), once per sending however often it asks.

        Raises ``RemoteProtocolError`` on a stream on which nothing was enabled.
        """
        self._require_enabled()
        if self._answer_due:
            return [Ignored(Reason.REPEATED_QUESTION)]
        self._answer_due = True
        return []

    def on_answer(self, root: Element) -> list[Event]:
        """Take what the server has handled (``<a h='…'/>``).

        Gives ``Acknowledged`` with the ids of own messages among it. Raises ``RemoteProtocolError``
        for a count of more than was sent, or where nothing was enabled.
        """
        self._require_enabled()
        self._asking = False
        ids = self._resumption.acknowledge(root.get("h"))
        return [Acknowledged(ids)] if ids else []

    def on_commit(self) -> None:
        """Send a full answer after a commit, if an earlier one had to leave something out."""
        if self._full_answer_due and self._resumption.is_settled:
            self._answer_due, self._full_answer_due = True, False

    def write_due(self, stream: Stream) -> None:
        """Write, before sending, the answer that is wanted and the question that is due.

        An answer that has to leave something uncommitted out is given again after the next commit.
        """
        if self._answer_due:
            self._answer_due = False
            self._full_answer_due = not self._resumption.is_settled
            self.write_answer(stream)
        one_will_do = self._asking and self._resumption.has_many_under_way
        if not one_will_do and self._resumption.take_request_due():
            self._asking = True
            stream.send(element(REQUEST))

    def write_answer(self, stream: Stream) -> None:
        """Tell the server what is committed."""
        stream.send(element(ANSWER, {"h": str(self._resumption.h)}))

    def _require_enabled(self) -> None:
        is_online = self._stream is not None and self._stream.state is StreamState.ONLINE
        if not self._resumption.enabled or not is_online:
            raise RemoteProtocolError("stream management is not enabled")


def _parse_h(h: str | None) -> int:
    if h is None or not (h.isascii() and h.isdigit()) or len(h) > len(str(MODULUS)):
        raise RemoteProtocolError("h is not a number")
    if int(h) >= MODULUS:
        raise RemoteProtocolError("h exceeds 32 bits")
    return int(h)
