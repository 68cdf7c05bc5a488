"""Errors of stanzas (RFC 6120, 8.3)."""

from typing import Final

from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.xml import Element, child, element, names_in, qualified, text

ERROR: Final = qualified(ns.CLIENT, "error")
TEXT: Final = qualified(ns.STANZA_ERRORS, "text")
CONDITIONS: Final = frozenset({
    "bad-request", "conflict", "feature-not-implemented", "forbidden", "gone",
    "internal-server-error", "item-not-found", "jid-malformed", "not-acceptable", "not-allowed",
    "not-authorized", "policy-violation", "recipient-unavailable", "redirect",
    "registration-required", "remote-server-not-found", "remote-server-timeout",
    "resource-constraint", "service-unavailable", "subscription-required",
    "undefined-condition", "unexpected-request",
})  # fmt: skip


def read_error(stanza: Element) -> tuple[str, str]:
    """The defined condition of a stanza of type ``error``, and the server's own words.

    RFC 6120, 8.3; the words are cut at ``limits.SERVER_TEXT`` characters and are for people only.
    """
    error = child(stanza, ERROR)
    if error is None:
        return "undefined-condition", ""
    return read_condition(error), (text(error, TEXT) or "")[: limits.SERVER_TEXT]


def read_condition(parent: Element) -> str:
    """The defined condition among an element's children, ``undefined-condition`` for any other."""
    conditions = names_in(parent, ns.STANZA_ERRORS)
    return next((name for name in conditions if name in CONDITIONS), "undefined-condition")


def make_error(kind: str, condition: str) -> Element:
    """An ``<error>`` for an answer."""
    return element(ERROR, {"type": kind}, element(qualified(ns.STANZA_ERRORS, condition)))
