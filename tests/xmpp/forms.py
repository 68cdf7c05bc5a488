"""The forms in which a message and its attachment stand in a frame."""

# ruff: noqa: E501 (a frame stands on one line)

from tests.xmpp.dialogue import PATIENT, ROOM
from workstation.domain.message import Attachment
from workstation.xmpp.events import RoomMessage

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
