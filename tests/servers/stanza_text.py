"""Stanzas as one line of text, the same from every server: what a server chooses is a name.

Short names stand for namespaces (``SHORT``). Attributes and children come in one order, since
theirs means nothing. Ids that a server gives are numbered in the order in which they are seen, so
that the same id has the same name wherever it comes again. What is not compared, and why, is the
first table of ``docs/three-servers.md``; here each of its rows is a line of ``_compared``, ``_own``
or ``is_heard``.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from tests.servers.raw_client import NS, STREAM

SHORT = NS | {
    "stream": STREAM,
    "stream-errors": "urn:ietf:params:xml:ns:xmpp-streams",
    "muc-admin": "http://jabber.org/protocol/muc#admin",
    "muc-owner": "http://jabber.org/protocol/muc#owner",
    "items": "http://jabber.org/protocol/disco#items",
    "form": "jabber:x:data",
    "ping": "urn:xmpp:ping",
    "delay": "urn:xmpp:delay",
    "hints": "urn:xmpp:hints",
    "reply": "urn:xmpp:reply:0",
    "fallback": "urn:xmpp:fallback:0",
    "reference": "urn:xmpp:reference:0",
    "correct": "urn:xmpp:message-correct:0",
    "retract": "urn:xmpp:message-retract:1",
    "reactions": "urn:xmpp:reactions:0",
    "receipts": "urn:xmpp:receipts",
    "nick": "http://jabber.org/protocol/nick",
    "sharing": "urn:xmpp:sfs:0",
    "metadata": "urn:xmpp:file:metadata:0",
    "url-data": "http://jabber.org/protocol/url-data",
    "roster": "jabber:iq:roster",
    "version": "jabber:iq:version",
    "carbons": "urn:xmpp:carbons:2",
    "session": "urn:ietf:params:xml:ns:xmpp-session",
    "pubsub": "http://jabber.org/protocol/pubsub",
    "pubsub-errors": "http://jabber.org/protocol/pubsub#errors",
}
_LONG = {space: name for name, space in SHORT.items()}
FEATURES = {
    "http://jabber.org/protocol/muc", "muc_membersonly", "muc_nonanonymous", "muc_persistent",
    "muc_hidden", "muc_unsecured", NS["mam"], NS["sid"], NS["occupant"],
    NS["upload"],
}  # fmt: skip
FIELDS = {"max-file-size", "muc#roominfo_occupants", "start", "end"}
STREAM_FEATURES = {
    f"{{{NS['sasl']}}}mechanisms", f"{{{NS['bind']}}}bind", f"{{{NS['sm']}}}sm",
}  # fmt: skip
SETTLING = "settled-"
"""The ids of what is asked only to know that all before it has come."""
_PLACEHOLDER = re.compile(r"\{([a-z]+(?:-\d+)?)\}")
_IDS = {
    (NS["sid"], "stanza-id"): "id",
    (NS["mam"], "result"): "id",
    (NS["sm"], "enabled"): "session",
}
_TEXTS = {
    (NS["rsm"], "first"): "id",
    (NS["rsm"], "last"): "id",
    (NS["upload"], "header"): "secret",
}
_STANZAS = {f"{{{NS['c']}}}{name}" for name in ("message", "presence", "iq")}
_ERROR = f"{{{NS['c']}}}error"
_ERRORS = {NS["stanzas"], NS["sasl"], SHORT["stream-errors"]}
_FEATURES = f"{{{STREAM}}}features"
_STANZA_ID, _COUNT = f"{{{NS['sid']}}}stanza-id", f"{{{NS['rsm']}}}count"
_ASKS_FOR_ACK = f"{{{NS['sm']}}}r"
_OF_SOFTWARE = {
    "{http://jabber.org/protocol/caps}c", "{urn:xmpp:mam:tmp}archived",
    "{http://jabber.org/protocol/xdata-validate}validate",
}  # fmt: skip
_NOT_COMPARED = {"to", "{http://www.w3.org/XML/1998/namespace}lang"}
_COMPARED = {"x": ("type",), "field": ("var",), "identity": ("category", "type")}


class Names:
    """What stands for the values of one script: its room, and what its server chose."""

    def __init__(self, room: str) -> None:
        self._values = {"room": room}
        self._sent = self._speaker = self._hearer = ""

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def keep(self, name: str, value: str) -> None:
        """Let a name stand for a value."""
        self._values[name] = value

    def fill(self, text: str) -> str:
        """A line of a script as it is sent. Raises ``KeyError`` where a name stands for nothing."""
        filled = _PLACEHOLDER.sub(lambda match: escape(self._values[match.group(1)]), text)
        self._sent += text
        head, end, rest = filled.partition(">")
        if "xmlns=" not in head:
            place = len(head) - head.endswith("/")
            head = f"{head[:place]} xmlns='jabber:client'{head[place:]}"
        return re.sub(
            r"xmlns='([a-z-]+)'",
            lambda match: f"xmlns='{SHORT.get(match.group(1), match.group(1))}'",
            f"{head}{end}{rest}",
        )

    def write(self, element: ET.Element, hearer: str) -> str:
        """What came to an account, as one line."""
        self._hearer = hearer
        return self._write(element, NS["c"])

    def _write(self, element: ET.Element, around: str, *, is_past: bool = False) -> str:
        space, _, name = element.tag[1:].rpartition("}")
        if element.tag in _STANZAS:
            self._speaker = element.get("from", "").partition("/")[2]
        attributes = self._attributes(element, is_past=is_past)
        text = "" if name == "delay" else (element.text or "").strip()
        if (space, name) in _TEXTS and text:
            text = self._name(_TEXTS[space, name], text)
        spaces = "" if space == around else f" xmlns='{_LONG.get(space, space)}'"
        pairs = "".join(
            f" {key}={quoteattr(self._known(attributes[key]))}" for key in sorted(attributes)
        )
        is_past = is_past or name == "forwarded"
        inside = "".join(
            sorted(
                {
                    self._write(child, space, is_past=is_past)
                    for child in self._compared(element, is_past=is_past)
                }
            )
        )
        inside += escape(self._known(text))
        head = f"<{name}{spaces}{pairs}".replace('"', "'")
        return f"{head}>{inside}</{name}>" if inside else f"{head}/>"

    def _attributes(self, element: ET.Element, *, is_past: bool) -> dict[str, str]:
        """Those that are compared, with names for what the server chose."""
        space, _, name = element.tag[1:].rpartition("}")
        attributes = self._own(element)
        if name == "item" and is_past:
            attributes = {"jid": attributes["jid"].partition("/")[0]}
        for key, kind in (
            ("id", _IDS.get((space, name))),
            ("id", f"occupant-{self._speaker}" if space == NS["occupant"] else None),
            ("url", name if space == NS["upload"] else None),
            ("previd", "session"),
        ):
            if kind and key in attributes and f"'{attributes[key]}'" not in self._sent:
                attributes[key] = self._name(kind, attributes[key])
        if "stamp" in attributes and attributes["stamp"] not in self._sent:
            attributes["stamp"] = "{time}"
        return attributes

    def _own(self, element: ET.Element) -> dict[str, str]:
        """The attributes without those that are not compared."""
        space, _, name = element.tag[1:].rpartition("}")
        attributes = {
            key: value for key, value in element.attrib.items() if key not in _NOT_COMPARED
        }
        if element.tag == _ERROR:
            return {}
        if space == SHORT["form"] or name == "identity":
            return {
                key: value for key, value in attributes.items() if key in _COMPARED.get(name, ())
            }
        is_foreign_delay = name == "delay" and attributes["stamp"] not in self._sent
        unsaid = {
            "id": element.tag in _STANZAS and f"'{attributes.get('id')}'" not in self._sent,
            "from": attributes.get("from") == self._hearer or is_foreign_delay,
            "complete": attributes.get("complete") == "false",
            "name": space == SHORT["items"],
        }
        return {key: value for key, value in attributes.items() if not unsaid.get(key)}

    def _compared(self, element: ET.Element, *, is_past: bool) -> Iterator[ET.Element]:
        """The children that are compared."""
        in_error = element.get("type") == "error"
        for child in element:
            space, _, name = child.tag[1:].rpartition("}")
            is_own_word = name == "text" and space in _ERRORS
            is_own_offer = element.tag == _FEATURES and child.tag not in STREAM_FEATURES
            is_own_feature = name == "feature" and child.get("var") not in FEATURES
            is_own_field = name == "field" and child.get("var") not in FIELDS
            is_of_room = space == NS["occupant"] and not self._speaker
            is_repeated = is_past and child.tag == _STANZA_ID
            is_unasked = child.tag == _COUNT and "<max>0<" not in self._sent
            is_empty = (
                space == SHORT["form"]
                and name == "x"
                and not any(each.get("var") in FIELDS for each in child)
            )
            if not (
                child.tag in _OF_SOFTWARE
                or (in_error and child.tag != _ERROR)
                or is_own_word or is_own_offer or is_own_feature or is_own_field
                or is_of_room or is_repeated or is_unasked or is_empty
            ):  # fmt: skip
                yield child

    def _known(self, text: str) -> str:
        for name, value in self._values.items():
            if text == value and "-" in name:
                return f"{{{name}}}"
        return text.replace(self._values["room"], "{room}")

    def _name(self, kind: str, value: str) -> str:
        stem = kind.partition("-")[0]
        for name, known in self._values.items():
            if known == value and name.startswith(f"{stem}-"):
                return f"{{{name}}}"
        if kind != stem and kind not in self._values:
            self._values[kind] = value
            return f"{{{kind}}}"
        number = sum(name.startswith(f"{kind}-") for name in self._values) + 1
        self._values[f"{kind}-{number}"] = value
        return f"{{{kind}-{number}}}"


def is_heard(element: ET.Element, room: str) -> bool:
    """Whether it is compared at all: what a room says of its software is not, nor our questions."""
    is_of_room = element.tag == f"{{{NS['c']}}}presence" and element.get("from") == room
    is_settling = element.get("id", "").startswith(SETTLING)
    is_framing = element.tag.startswith(f"{{{NS['framing']}}}") or element.tag == _ASKS_FOR_ACK
    return not (is_settling or is_framing or (is_of_room and element.get("type") != "error"))


def sender_of(element: ET.Element) -> str:
    """Whose words these are: a room's are all its own, whatever occupant they are about."""
    sender = element.get("from", "")
    return sender.partition("/")[0] if "@consult." in sender else sender
