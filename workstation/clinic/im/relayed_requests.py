"""Requests that one occupant makes of another through the room (XEP-0045, 17.4, leaves it open).

Both servers pass them on under an id of the room's own, since the two ends may use the same ids,
and give the answer back under the id that was asked with.
"""

from collections import OrderedDict
from dataclasses import dataclass
from itertools import count
from typing import Final

from workstation.clinic.im.occupant import Occupant
from workstation.clinic.im.stanza import Outgoing, Recipient
from workstation.xmpp.xml import Element, element

MAX_OPEN: Final = 100
"""Requests that nobody has answered yet; beyond it the oldest is forgotten."""


@dataclass(frozen=True, slots=True)
class _Request:
    requester: Recipient
    id: str
    responder: str
    address: str


class RelayedRequests:
    """Relays requests between sessions, and knows which answer belongs to whom."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, _Request] = OrderedDict()
        self._numbers = count(1)

    def ask(
        self, room: str, sender: Recipient, nick: str, responder: Occupant, iq: Element
    ) -> None:
        """Pass a request on to one session of ``responder``, as from ``room/nick``."""
        recipient = next(iter(responder.recipients.values()))
        relayed = f"relayed-{next(self._numbers)}"
        self._open[relayed] = _Request(
            sender, iq.get("id", ""), recipient.jid, f"{room}/{responder.nick}"
        )
        if len(self._open) > MAX_OPEN:
            self._open.popitem(last=False)
        named = {"type": iq.get("type", ""), "id": relayed, "from": f"{room}/{nick}"}
        recipient.deliver(Outgoing(element(iq.tag, named, *iq)))

    def answer(self, sender: Recipient, iq: Element) -> None:
        """Give an answer back to who asked; one that nobody waits for is dropped."""
        request = self._open.get(iq.get("id", ""))
        if request is None or request.responder != sender.jid:
            return
        del self._open[iq.get("id", "")]
        named = {"type": iq.get("type", ""), "id": request.id, "from": request.address}
        request.requester.deliver(Outgoing(element(iq.tag, named, *iq)))
