"""Frames and events that several tests of the wire speak of: messages, attachments, joining."""

# ruff: noqa: E501 (a frame stands on one line)

from tests.xmpp.dialogue import CLIENT, JID, PATIENT, ROOM, SM
from workstation.domain.message import Attachment
from workstation.xmpp.events import RoomJoined, RoomMessage

URL = "https://files.clinic.test/a/rash.jpg"

SAID = RoomMessage(ROOM, PATIENT, "", "m-1", "", "better", None, "", "", None)

STAMP = f"<stanza-id xmlns='urn:xmpp:sid:0' by='{ROOM}' id='{{}}'/>"

OOB = "<x xmlns='jabber:x:oob'><url>{}</url></x>"

SHARED = (
    "<file-sharing xmlns='urn:xmpp:sfs:0' disposition='inline'>"
    "<file xmlns='urn:xmpp:file:metadata:0'>{metadata}</file><sources>"
    "<url-data xmlns='http://jabber.org/protocol/url-data' target='{url}'/></sources></file-sharing>"
)

METADATA = (
    "<media-type>Image/JPEG</media-type><name>rash.jpg</name><size>12345</size>"
    "<width>640</width><height>480</height><length>1500</length>"
)

PICTURE = Attachment(URL, "image/jpeg", "rash.jpg", 12345, 640, 480, 1500)

QUESTION = f"<r {SM}/>"

PONG = f"<iq {CLIENT} type='result' id='{{}}' from='clinic.test' to='{JID}'/>"

JOINED = RoomJoined(ROOM, created=False, stamps_ids=True, archives=True, vouches=True)

NICK = "<nick xmlns='http://jabber.org/protocol/nick'>{}</nick>"
