"""What a patient's client makes of a message, whichever client it is."""

import urllib.request
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from tests.servers.raw_client import NS

PUT_SECONDS = 10


@dataclass(frozen=True)
class Heard:
    """One groupchat message as the patient's client understood it."""

    message_id: str
    nick: str
    body: str
    picture_or_voice: str
    chat_state: str
    displayed: str
    stanza_id: str
    retracts: str
    xml: ET.Element

    @property
    def file(self) -> dict[str, str]:
        """Metadata of shared files (XEP-0446) by element name, empty without any."""
        return {
            each.tag.rpartition("}")[2]: each.text or ""
            for each in self.xml.iterfind(".//{urn:xmpp:file:metadata:0}file/*")
        }


def understood(message: ET.Element) -> Heard:
    """A groupchat message's parts; the archive's id counts only from the room itself."""
    room, _, nick = message.get("from", "").partition("/")
    displayed = message.find("markers:displayed", NS)
    retract = message.find("{urn:xmpp:message-retract:1}retract")
    composing = message.find("states:composing", NS) is not None
    own_ids = [
        each.get("id", "")
        for each in message.iterfind("sid:stanza-id", NS)
        if each.get("by") == room
    ]
    return Heard(
        message.get("id", ""),
        nick,
        message.findtext("c:body", "", NS),
        message.findtext("oob:x/oob:url", "", NS),
        "composing" if composing else "",
        displayed.get("id", "") if displayed is not None else "",
        own_ids[0] if own_ids else "",
        retract.get("id", "") if retract is not None else "",
        message,
    )


def put(url: str, content: bytes, headers: dict[str, str]) -> None:
    """PUT bytes into a slot (XEP-0363)."""
    request = urllib.request.Request(url, content, headers, method="PUT")  # noqa: S310
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=PUT_SECONDS) as answer:
        answer.read()
