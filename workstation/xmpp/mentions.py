"""Who is mentioned in a body, and where (XEP-0372); counted in characters of Unicode."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from workstation.domain.value import Value
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.escape import permitted
from workstation.xmpp.jid import Jid, bare_account
from workstation.xmpp.xml import Element, children, element, qualified

REFERENCE: Final = qualified(ns.REFERENCE, "reference")
SCHEME: Final = "xmpp:"

_PLACE: Final = re.compile("[0-9]{1,9}")


class AccountMention(Value):
    """An account is mentioned from ``begin`` to before ``end``."""

    account: Jid
    begin: int
    end: int

    def moved(self, by: int) -> "AccountMention":
        """The mention ``by`` characters further on."""
        return AccountMention(self.account, self.begin + by, self.end + by)

    def as_carried(self, words: str) -> "AccountMention":
        """The mention counted in ``words`` as they are received: without forbidden characters."""
        begin, end = (len(permitted(words[:place])) for place in (self.begin, self.end))
        return AccountMention(self.account, begin, end)

    def without(self, cut: Iterable[tuple[int, int]]) -> "AccountMention | None":
        """The mention once these stretches are cut out; ``None`` where it lies in one of them."""
        before = 0
        for start, end in cut:
            if start < self.end and self.begin < end:
                return None
            before += end - start if end <= self.begin else 0
        return self.moved(-before)


def write_mentions(mentions: Iterable[AccountMention]) -> Iterator[Element]:
    """Each mention as an element (XEP-0372)."""
    for mention in mentions:
        place = {"begin": str(mention.begin), "end": str(mention.end)}
        uri = f"{SCHEME}{mention.account}"
        yield element(REFERENCE, {"type": "mention", **place, "uri": uri})


def read_mentions(message: Element, length: int) -> tuple[AccountMention, ...]:
    """The mentions within a body of this length; other references are ignored."""
    candidates = (_read(reference, length) for reference in children(message, REFERENCE))
    mentions = (mention for mention in candidates if mention is not None)
    return tuple(islice(mentions, limits.MENTIONS))


def _read(reference: Element, length: int) -> AccountMention | None:
    begin, end = reference.get("begin", ""), reference.get("end", "")
    uri = reference.get("uri", "")
    if reference.get("type") != "mention" or not uri.startswith(SCHEME):
        return None
    if not (_PLACE.fullmatch(begin) and _PLACE.fullmatch(end)):
        return None
    account = bare_account(uri.removeprefix(SCHEME))
    if account is None or not int(begin) < int(end) <= length:
        return None
    return AccountMention(account, int(begin), int(end))
