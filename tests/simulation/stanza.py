"""What a message says, as a simulated server reads it: words, a file, a change, an answer."""

from typing import Any

from tests.simulation.archive import CLIENT, CORRECTION, FALLBACK, MARKERS, OOB, REPLY, RETRACTION
from workstation.xmpp.xml import Element, child, children, qualified

BODY = qualified(FALLBACK, "body")


def read(message: Element) -> tuple[str, dict[str, Any]]:
    """The words without what they repeat of another message (XEP-0428), and ``Archived``'s rest."""
    body = child(message, qualified(CLIENT, "body"))
    words = "" if body is None else body.text or ""
    more = {
        "marker": _id(message, qualified(MARKERS, "displayed")),
        "shared": child(message, qualified(OOB, "x")) is not None,
        "replaces": _id(message, qualified(CORRECTION, "replace")),
        "retracts": _id(message, qualified(RETRACTION, "retract")),
        "reply": _id(message, qualified(REPLY, "reply")),
    }
    return _without_repeated(message, words), more


def _without_repeated(message: Element, words: str) -> str:
    for declared in children(message, qualified(FALLBACK, "fallback")):
        stretch = child(declared, BODY)
        if declared.get("for") == REPLY and stretch is not None:
            start, end = int(stretch.get("start", "")), int(stretch.get("end", ""))
            words = words[:start] + words[end:]
    return words


def _id(message: Element, name: str) -> str:
    element = child(message, name)
    return "" if element is None else element.get("id", "")
