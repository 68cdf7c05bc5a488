"""Addresses (RFC 7622), as far as a client must understand those it receives."""

import re
from functools import lru_cache
from typing import Final, NewType, Self

from workstation.domain.value import Value
from workstation.xmpp import limits

_SPACE_OR_CONTROL: Final = re.compile(r"[\s\x00-\x1f\x7f]")
MAX_JID_BYTES: Final = 3 * limits.JID_PART_BYTES + 3
"""Three parts, what stands between them, and a point at a domain's end (RFC 7622, 3.1)."""
_NOT_IN_LOCAL: Final = re.compile(r"[\"&'/:<>@]")


Jid = NewType("Jid", str)
"""A bare address as servers write it back, of a room or an account: lower case, no resource.

A type of its own, so that no nickname and no consultation's number stands where a room is meant.
Made where an address comes in (``bare_account``, ``Names.room_jid``) and nowhere else.
"""


class JidParts(Value):
    """An address in its parts.

    ``local@domain/resource``: the first two in lower case, local and resource may be empty. RFC
    7622 as far as this program needs it; a point at a domain's end is dropped.
    """

    local: str
    domain: str
    resource: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an address; raises ``ValueError`` when it is none, without repeating it."""
        bare, slash, resource = text.partition("/")
        local, at, domain = bare.rpartition("@")
        jid = cls(local.lower(), domain.lower().removesuffix("."), resource)
        if (slash and not resource) or (at and not local) or not jid._is_valid():
            raise ValueError("not an address")
        return jid

    def _is_valid(self) -> bool:
        return (
            bool(self.domain)
            and not _SPACE_OR_CONTROL.search(self.local + self.domain)
            and not _NOT_IN_LOCAL.search(self.local)
            and "\0" not in self.resource
            and all(_fits(part) for part in (self.local, self.domain, self.resource))
        )

    @property
    def bare(self) -> Jid:
        """The address without resource."""
        return Jid(f"{self.local}@{self.domain}" if self.local else self.domain)

    def __str__(self) -> str:
        return f"{self.bare}/{self.resource}" if self.resource else self.bare


def _fits(part: str) -> bool:
    return len(part.encode(errors="replace")) <= limits.JID_PART_BYTES


def bare_account(text: str | None) -> Jid | None:
    """The bare address of a person's account, or ``None`` when ``text`` names no person.

    A domain alone, a server's own address, is no person.
    """
    is_too_long = text is not None and len(text) > MAX_JID_BYTES
    return None if text is None or is_too_long else _known_account(text)


def is_bare(text: str) -> bool:
    """Whether this is the bare address of a room, written as servers write it back."""
    return len(text) <= MAX_JID_BYTES and _account_in(text) == text


@lru_cache(maxsize=1_024)
def _known_account(text: str) -> Jid | None:
    """The account in an address, cached: archive pages name the same few speakers."""
    return _account_in(text)


def _account_in(text: str) -> Jid | None:
    try:
        jid = JidParts.parse(text)
    except ValueError:
        return None
    return jid.bare if jid.local else None
