"""Own requests and their answers (RFC 6120, 8.2.3), matched on id *and* sender.

Whoever guesses an id must not answer for somebody else: a forged upload slot would send a
patient's picture to a stranger.
"""

from collections.abc import Callable
from typing import Final

from workstation.domain.errors import LocalProtocolError
from workstation.domain.ids import StanzaId
from workstation.domain.value import Value
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.events import Event, RequestFailed
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.stanza_errors import read_error
from workstation.xmpp.xml import Element, qualified

IQ: Final = qualified(ns.CLIENT, "iq")

AnswerHandler = Callable[[StanzaId, Element], list[Event]]
"""Takes the request's id and the whole answering stanza, of type ``result`` or ``error``."""


class _OpenRequest(Value):
    answerers: frozenset[str]
    answer: AnswerHandler


class Requests:
    """The open requests of one session, each with the addresses that may answer it.

    A result from anybody else is a forgery or a stray and changes nothing (RFC 6120, 8.1.2.1).
    """

    def __init__(self) -> None:
        self._open: dict[StanzaId, _OpenRequest] = {}

    def open(self, request: StanzaId, answerers: frozenset[str], answer: AnswerHandler) -> None:
        """Wait for an answer that only ``answerers`` may give (an empty one: no ``from``).

        ``answer`` gets the request's id and the stanza, once. Raises ``LocalProtocolError`` when
        ``limits.REQUESTS`` are open.
        """
        if len(self._open) >= limits.REQUESTS:
            raise LocalProtocolError("too many open requests")
        self._open[request] = _OpenRequest(answerers, answer)

    def answer(self, stanza: Element) -> list[Event]:
        """Take a result or an error.

        What no open request of this sender asked for is ``Ignored``.
        """
        request = StanzaId(stanza.get("id", ""))
        open_request = self._open.get(request)
        if open_request is None or stanza.get("from", "") not in open_request.answerers:
            return [Ignored(Reason.STRAY_ANSWER)]
        del self._open[request]
        return open_request.answer(request, stanza)

    def forget(self, request: StanzaId) -> None:
        """Wait no longer for an answer; one that still comes is ignored."""
        self._open.pop(request, None)

    def fail(self) -> list[Event]:
        """End all open requests with the session; gives a ``RequestFailed`` for each."""
        lost, self._open = self._open, {}
        return [RequestFailed(request, "session-lost") for request in lost]


def read_failure(request: StanzaId, stanza: Element) -> RequestFailed:
    """The event for a request that was answered with an error."""
    condition, server_text = read_error(stanza)
    return RequestFailed(request, condition, server_text)


def is_error(stanza: Element) -> bool:
    """Whether a request was refused."""
    return stanza.get("type") == "error"
