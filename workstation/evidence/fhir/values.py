"""What every resource is made of: ids, moments, references, codes."""

import json
import re
import uuid
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from html import escape
from typing import Any, Final

from workstation.xmpp.escape import permitted as permitted_in_xml

Resource = dict[str, Any]

NAMESPACE: Final = uuid.UUID("57383006-5a07-47da-bc23-fa749ec3d1a3")
"""Of this program's ids (RFC 9562, 5.5): the same consultation gets the same ones everywhere."""
TERMINOLOGY: Final = "http://terminology.hl7.org/CodeSystem/"
ABSENT: Final = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
REDACTED: Final = {
    "security": [{"system": f"{TERMINOLOGY}v3-ObservationValue", "code": "REDACTED"}]
}
"""Metadata of what somebody kept a part of out (HL7 v3 ObservationValue)."""
URI: Final = "urn:ietf:rfc:3986"
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c]")
_TURNS: Final = re.compile("[\u061c\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the order of what follows, beyond the end of the words."""


@dataclass
class Entries:
    """The resources of a document in order, each under the id that follows from what it is."""

    platform: str
    resources: list[Resource] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)

    def add(self, kind: str, key: Hashable, **content: Any) -> Resource:
        """Add one more resource; returns its reference. A key that comes twice is told apart."""
        again = 0
        while (resource_id := self._id(kind, key, again)) in self._ids:
            again += 1
        self._ids.add(resource_id)
        resource = {"resourceType": kind, "id": resource_id}
        resource |= {name: part for name, part in content.items() if part not in (None, [], "")}
        self.resources.append(resource)
        return {"reference": f"urn:uuid:{resource_id}"}

    def _id(self, kind: str, key: Hashable, again: int) -> str:
        return str(uuid.uuid5(NAMESPACE, json.dumps([self.platform, kind, key, again])))


def moment(at_ms: int | None, zone: tzinfo | None) -> str | None:
    """A FHIR instant: to the millisecond, with the offset of ``zone``."""
    if at_ms is None:
        return None
    local = datetime.fromtimestamp(at_ms / 1000, tz=UTC).astimezone(zone)
    return local.isoformat(timespec="milliseconds")


def coded(system: str, code: str, text: str) -> Resource:
    """A code of a published system, with its meaning in words."""
    return {"coding": [{"system": system, "code": code}], "text": text}


def absent(reason: str) -> Resource:
    """Stands for a value that is known to be missing."""
    return {"extension": [{"url": ABSENT, "valueCode": reason}]}


def permitted(part: Any) -> Any:
    """The text with U+FFFD for each character that FHIR does not allow in it.

    They are those of XML, which it may be turned into, and of FHIR's strings (R4, 2.24.0.1).
    """
    match part:
        case str():
            return permitted_in_xml(part, "\ufffd")
        case dict():
            return {name: permitted(inner) for name, inner in part.items()}
        case list():
            return [permitted(inner) for inner in part]
    return part


def narrative(text: str) -> Resource:
    """Words for people, as XHTML without any markup of their own."""
    plain = _LINE_ENDS.sub("\n", _TURNS.sub("", text))
    lines = "<br/>".join(escape(line) for line in plain.split("\n"))
    return {
        "status": "generated",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{lines}</p></div>',
    }
