"""Which message another one answers (XEP-0461), and its words for clients that know no quotes.

A reply repeats what it answers at the head of its body, as mail does, and says from where to where
(XEP-0428), counted in characters of Unicode. A reader that knows replies takes that stretch out and
shows the message itself. Only what is declared so, and only beside a reply, is ever taken out; and
never all of a body, so that no message says nothing here and something elsewhere.

A reply with a file repeats nothing: clients that know only XEP-0066 show a picture where the body
is its address and nothing else.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from workstation.domain.value import Value
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.escape import permitted
from workstation.xmpp.jid import Jid
from workstation.xmpp.xml import Element, child, children, element, qualified

REPLY: Final = qualified(ns.REPLY, "reply")
FALLBACK: Final = qualified(ns.FALLBACK, "fallback")
STRETCH: Final = qualified(ns.FALLBACK, "body")

Stretches = tuple[tuple[int, int], ...]
"""Parts of a body, each from a character to before another, in order and apart."""

_PLACE: Final = re.compile("[0-9]{1,9}")
_MARK: Final = "> "


class Reply(Value):
    """The id of the message that is answered, and what is repeated of it.

    ``to`` is its author's address in the room, where that is known.
    """

    reference: str
    excerpt: str = ""
    to: Jid | None = None


def write_reply(reply: Reply, words: str) -> tuple[str, tuple[Element, ...]]:
    """The body of a reply with these words, and the elements that belong beside it."""
    to = {"to": reply.to} if reply.to else {}
    answered = element(REPLY, {"id": reply.reference, **to})
    # Characters that no frame carries would make the stretch longer than what is read of it.
    repeated = permitted(reply.excerpt)[: limits.EXCERPT]
    if not repeated or not words:
        return words, (answered,)
    head = "".join(f"{_MARK}{line}\n" for line in repeated.splitlines())
    stretch = element(STRETCH, {"start": "0", "end": str(len(head))})
    return head + words, (answered, element(FALLBACK, {"for": ns.REPLY}, stretch))


def read_reply(message: Element, words: str) -> tuple[Reply | None, str, Stretches]:
    """What a message answers, if anything, its own words without what it repeats, and where."""
    answered = child(message, REPLY)
    reference = "" if answered is None else answered.get("id", "")
    if not 0 < len(reference) <= limits.IDENTIFIER:
        return None, words, ()
    cut = tuple(_merged(sorted(_stretches(message, len(words)))))
    ends = [0, *(place for stretch in cut for place in stretch), len(words)]
    own = "".join(words[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True))
    if not own.strip():
        return Reply(reference), words, ()
    repeated = "".join(words[start:end] for start, end in cut)
    return Reply(reference, _unmark(repeated)), own, cut


def _merged(stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches, in order, cut so that no two overlap."""
    place = 0
    for start, end in stretches:
        if end > place:
            yield max(start, place), end
            place = end


def _stretches(message: Element, length: int) -> Iterator[tuple[int, int]]:
    """Where a body repeats what it answers; a declaration without a stretch is of all of it."""
    for declared in children(message, FALLBACK):
        if declared.get("for") != ns.REPLY:
            continue
        if not len(declared):
            yield 0, length
        for stretch in children(declared, STRETCH):
            start, end = stretch.get("start", "0"), stretch.get("end", str(length))
            if _PLACE.fullmatch(start) and _PLACE.fullmatch(end) and int(start) < int(end):
                yield int(start), min(int(end), length)


def _unmark(head: str) -> str:
    """The repeated words without the marks of a quotation, one line after another."""
    lines = (line.removeprefix(">").removeprefix(" ") for line in head.splitlines())
    return "\n".join(lines).strip()[: limits.EXCERPT]
