"""A stanza on its way to one or many recipients, and the answers that refuse one."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Protocol

from workstation.clinic.im import names
from workstation.xmpp import namespaces as ns
from workstation.xmpp.escape import attribute_text
from workstation.xmpp.xml import Element, element, qualified, serialise


class Outgoing:
    """A stanza without ``to``, serialised once however many receive it.

    Raises ``LocalProtocolError`` when it exceeds the bound of a frame.
    """

    def __init__(self, stanza: Element) -> None:
        stanza.attrib.pop("to", None)
        self.element = stanza
        self._head, self._tail = _split(serialise(stanza))

    def addressed(self, jid: str) -> str:
        """The frame for one recipient."""
        return f'{self._head} to="{attribute_text(jid)}"{self._tail}'

    @cached_property
    def text(self) -> str:
        """The stanza as an archive keeps it."""
        return self._head + self._tail


class Recipient(Protocol):
    """Whoever a room or an account delivers to: a session, or a member inside this process."""

    @property
    def jid(self) -> str:
        """The full JID."""

    def deliver(self, stanza: Outgoing) -> None:
        """Take a stanza; never raises, never blocks."""


@dataclass(frozen=True, slots=True)
class StanzaError:
    """An error of RFC 6120, 8.3: its type, condition and, for people, its text."""

    type: str
    condition: str
    text: str = ""

    def answer_to(self, stanza: Element) -> Outgoing | None:
        """The error answer to ``stanza``; ``None`` where RFC 6120 forbids to answer."""
        unanswerable = {names.IQ: ("result", "error")}.get(stanza.tag, ("error",))
        if stanza.get("type") in unanswerable:
            return None
        return Outgoing(answer(stanza, self._error(), type="error"))

    def _error(self) -> Element:
        conditions = [element(qualified(ns.STANZA_ERRORS, self.condition))]
        if self.text:
            conditions.append(element(qualified(ns.STANZA_ERRORS, "text"), text=self.text))
        return element(names.ERROR, {"type": self.type}, *conditions)


def answer(stanza: Element, *content: Element, type: str = "result") -> Element:  # noqa: A002 - the attribute's name
    """A stanza of the same kind and id that goes the other way."""
    attributes = {"type": type, "from": stanza.get("to", ""), "id": stanza.get("id", "")}
    named = {name: value for name, value in attributes.items() if value}
    return element(stanza.tag, named, *content)


def payload_name(stanza: Element) -> str:
    """The name of what an iq carries; empty when it carries nothing."""
    return stanza[0].tag if len(stanza) else ""


def delay(stamp_us: int) -> Element:
    """XEP-0203: when a stanza was first sent, microseconds since the Unix epoch."""
    return element(names.DELAYED, {"stamp": stamp(stamp_us)})


def stamp(stamp_us: int) -> str:
    """A time of XEP-0082 in UTC with microseconds."""
    seconds, microseconds = divmod(stamp_us, 1_000_000)
    moment = datetime.fromtimestamp(seconds, UTC).replace(microsecond=microseconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def with_delay(frame: str, stamp_us: int) -> str:
    """A serialised message as it is sent again: with a delay, unless it has one (XEP-0198, 5)."""
    end = frame.rfind("</message>")
    if end < 0 or f'xmlns="{ns.DELAY}"' in frame:
        return frame
    return frame[:end] + serialise(delay(stamp_us)) + frame[end:]


def _split(frame: str) -> tuple[str, str]:
    end = frame.index(" ")
    return frame[:end], frame[end:]
