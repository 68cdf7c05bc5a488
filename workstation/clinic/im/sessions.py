"""All sessions of this server: bound, waiting to be resumed, and the counters of ended ones.

    bound ── socket lost ──> waiting ── resumed ──> bound
      │                         └── ``hibernation`` over, or too much unacknowledged ──> ended
      └── ``<close/>``, stream error, replaced by the same full JID ──> ended

The ``h`` of an ended session is remembered for a while: a client that comes back too late is told
how much the server had handled (XEP-0198, 5) and need not send that again. The key has the account
in it, so that nobody learns another account's counter. Expiry is looked at on a timer and before
every resume: a client must not get a session back whose time was over between two looks.
Tests: tests/clinic_im/test_resumption.py,
``test_after_the_time_is_over_the_server_says_what_it_had_handled``.
"""

import secrets
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from workstation.base.clock import Clock
from workstation.clinic.im.resumption import Resumption
from workstation.clinic.im.session import Session
from workstation.xmpp.jid import JidParts

MAX_ENDED_SESSIONS: Final = 1_000


@dataclass(frozen=True, slots=True)
class ResumeFailed:
    """Why a session cannot be resumed; ``handled`` is known for a session that timed out."""

    condition: str = "item-not-found"
    handled: int | None = None


class Sessions:
    """The sessions by account and by resumption id.

    ``hibernation`` is how long a session waits for its client to come back, in seconds.
    """

    def __init__(self, clock: Clock, hibernation: float = 300.0) -> None:
        self._clock = clock
        self.hibernation = hibernation
        self._by_jid: dict[str, dict[str, Session]] = {}
        self._by_resumption: dict[str, Session] = {}
        self._ended: OrderedDict[str, int] = OrderedDict()

    def __iter__(self) -> Iterator[Session]:
        return iter(
            [session for resources in self._by_jid.values() for session in resources.values()]
        )

    def of(self, account: str) -> list[Session]:
        """The sessions of a bare JID."""
        return list(self._by_jid.get(account, {}).values())

    def find(self, address: JidParts) -> Session | None:
        """The session of a full JID."""
        return self._by_jid.get(address.bare, {}).get(address.resource)

    def add(self, session: Session) -> None:
        """Take in a bound session; one with the same full JID is replaced and told so."""
        replaced = self.find(session.address)
        if replaced is not None:
            stream = replaced.stream
            self.end(replaced)
            if stream is not None:
                stream.end("conflict", "Replaced by new connection")
        self._by_jid.setdefault(session.address.bare, {})[session.address.resource] = session

    def make_resumable(self, session: Session) -> str:
        """Begin XEP-0198 for a session; its resumption id."""
        session.resumption = Resumption(secrets.token_urlsafe(12))
        self._by_resumption[session.resumption.id] = session
        return session.resumption.id

    def find_resumable(self, resumption_id: str, account: str) -> Session | ResumeFailed:
        """The waiting (or half-open) session that this account may resume."""
        self.expire()
        session = self._by_resumption.get(resumption_id)
        if session is not None and session.address.bare == account:
            return session
        return ResumeFailed(handled=self._ended.get(f"{account} {resumption_id}"))

    def give_up(self, resumption_id: str, account: str) -> ResumeFailed:
        """End a session as if its time were over, although its client is back."""
        session = self.find_resumable(resumption_id, account)
        if isinstance(session, ResumeFailed):
            return session
        self.time_out(session)
        return ResumeFailed(handled=self._ended.get(f"{account} {resumption_id}"))

    def on_socket_lost(self, session: Session) -> None:
        """Let a session wait whose socket is gone, or end it if it cannot be resumed."""
        if session.resumption is None:
            self.end(session)
        else:
            session.detach(self._clock.monotonic())

    def end(self, session: Session) -> None:
        """End a session for good."""
        resources = self._by_jid.get(session.address.bare, {})
        if resources.get(session.address.resource) is session:
            del resources[session.address.resource]
        if session.resumption is not None:
            self._by_resumption.pop(session.resumption.id, None)
        session.end()

    def expire(self) -> None:
        """End the sessions that have waited too long, or whose client acknowledges nothing."""
        now = self._clock.monotonic()
        for session in self:
            since, stream = session.detached_at, session.stream
            if since is not None and now - since >= self.hibernation:
                self.time_out(session)
            elif session.resumption is not None and session.resumption.overflowing:
                self.time_out(session)
                if stream is not None:
                    stream.drop()

    def time_out(self, session: Session) -> None:
        """End a session as if it had waited too long; its ``h`` is remembered."""
        if session.resumption is not None:
            key = f"{session.address.bare} {session.resumption.id}"
            self._ended[key] = session.resumption.handled
        self.end(session)
        while len(self._ended) > MAX_ENDED_SESSIONS:
            self._ended.popitem(last=False)

    def forget(self) -> None:
        """Lose everything, as a server does that was restarted: sockets drop, nothing resumes."""
        for session in self:
            stream = session.stream
            self.end(session)
            if stream is not None:
                stream.drop()
        self._ended.clear()
