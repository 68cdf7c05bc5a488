"""What is said in rooms: every form is read, all forms are written, only the room is believed."""

# ruff: noqa: E501 (a frame stands on one line)

import dataclasses

import pytest

from tests.xmpp.dialogue import (
    ACCOUNT,
    PATIENT,
    ROOM,
    SM,
    Dialogue,
    in_room,
)
from tests.xmpp.forms import METADATA, OOB, PICTURE, SAID, SHARED, STAMP, URL
from workstation.domain.message import Attachment
from workstation.xmpp import limits
from workstation.xmpp.attachments import fetchable_url
from workstation.xmpp.events import (
    Composing,
    Displayed,
    RoomMessage,
)
from workstation.xmpp.ignored import Ignored, Reason

RETRACT = "<retract xmlns='urn:xmpp:message-retract:1' id='s-0'/>"
INSTEAD = "<fallback xmlns='urn:xmpp:fallback:0' for='{}'/>"
"""Says that the body is for clients that do not know the rest (XEP-0428)."""


def changed(message: RoomMessage, **fields: object) -> list:
    return [dataclasses.replace(message, **fields)]


@pytest.mark.parametrize(
    ("inner", "fields"),
    [
        ("<body>better</body>", {}),
        ("<body>better</body><body xml:lang='de'>besser</body>", {}),
        ("<body>better</body><unknown xmlns='u:v'><body>x</body></unknown>", {}),
        ("<body>better</body>" + STAMP.format("s-1"), {"archive_id": "s-1"}),
        (STAMP.format("s-1") + "<body>better</body><body>again</body>", {"archive_id": "s-1"}),
        (STAMP.format("s-1").replace(ROOM, "elsewhere") + "<body>better</body>", {}),
        (
            STAMP.format("forged").replace(ROOM, PATIENT) + STAMP.format("s-1") + "<body>better</body>",
            {"archive_id": "s-1"},
        ),
        (STAMP.format("one") + STAMP.format("two") + "<body>better</body>", {}),
        (STAMP.format("x" * (limits.IDENTIFIER + 1)) + "<body>better</body>", {}),
        (STAMP.format("x" * limits.IDENTIFIER) + "<body>better</body>", {"archive_id": "x" * limits.IDENTIFIER}),
        ("<body>better</body><origin-id xmlns='urn:xmpp:sid:0' id='o-1'/>", {"origin_id": "o-1", "is_id_unique": True}),
        ("<body>better</body><origin-id xmlns='urn:xmpp:sid:0'/>", {"origin_id": "", "is_id_unique": True}),
        ("<body>better</body><replace xmlns='urn:xmpp:message-correct:0' id='m-0'/>", {"replaces": "m-0"}),
        ("<body>better</body><replace xmlns='urn:xmpp:message-correct:0'/>", {}),
        ("<body>better</body>" + RETRACT, {}),
        ("<body>better</body>" + RETRACT + INSTEAD.format("u:v"), {}),
        ("<body>better</body>" + RETRACT + INSTEAD.format("urn:xmpp:message-retract:1"), {"retracts": "s-0"}),
        ("<body>better</body>" + RETRACT + "<fallback xmlns='urn:xmpp:fallback:0'/>", {"retracts": "s-0"}),
        ("<body>better</body>" + RETRACT + "<fallback xmlns='urn:xmpp:fallback:0'><body start='0' end='2'/></fallback>", {}),
        (RETRACT + OOB.format(URL), {"text": "", "attachment": Attachment(URL, "image/jpeg")}),
        ("<retract xmlns='urn:xmpp:message-retract:1' id='s-0'/>", {"retracts": "s-0", "text": ""}),
        ("<body>better</body><delay xmlns='urn:xmpp:delay' from='clinic.test' stamp='1970-01-01T00:00:00Z'/>", {}),
        ("<body>better</body><composing xmlns='http://jabber.org/protocol/chatstates'/>", {}),
        (f"<body>{URL}</body>", {"text": URL}),
        (f"<body>{URL}</body>" + OOB.format(URL), {"text": "", "attachment": Attachment(URL, "image/jpeg")}),
        (OOB.format(URL), {"text": "", "attachment": Attachment(URL, "image/jpeg")}),
        ("<body>better</body>" + OOB.format(URL), {"attachment": Attachment(URL, "image/jpeg")}),
        ("<body>better</body>" + OOB.format("file:///etc/passwd"), {}),
        ("<body>better</body><x xmlns='jabber:x:oob'/>", {}),
        (
            f"<body>{URL}</body>" + SHARED.format(url=URL, metadata=METADATA) + OOB.format(URL),
            {"text": "", "attachment": PICTURE},
        ),
        (SHARED.format(url=URL, metadata=METADATA), {"text": "", "attachment": PICTURE}),
        (
            SHARED.format(url="smb://x/y", metadata=METADATA) + OOB.format(URL),
            {"text": "", "attachment": Attachment(URL, "image/jpeg")},
        ),
        ("<body>better</body>" + SHARED.format(url="javascript:x", metadata=METADATA), {}),
        ("<body>better</body><file-sharing xmlns='urn:xmpp:sfs:0'/>", {}),
        (
            "<file-sharing xmlns='urn:xmpp:sfs:0'><sources><url-data target='" + URL
            + "' xmlns='http://jabber.org/protocol/url-data'/></sources></file-sharing>",
            {"text": "", "attachment": Attachment(URL, "image/jpeg")},
        ),
        (
            SHARED.format(url=URL, metadata="")
            + SHARED.format(url="ftp://no.test/", metadata="")
            + SHARED.format(url="https://files.clinic.test/b.png", metadata=""),
            {"text": "https://files.clinic.test/b.png", "attachment": Attachment(URL, "image/jpeg")},
        ),
        (
            SHARED.format(
                url=URL,
                metadata="<media-type>not a type</media-type><size>-1</size><width>x</width>"
                f"<height>{2**53 + 1}</height><length>{2**53}</length><name>{'n' * 300}</name>",
            ),
            {
                "text": "",
                "attachment": Attachment(URL, "image/jpeg", "n" * limits.FILE_NAME, None, None, None, 2**53),
            },
        ),
        (
            f"<body>{URL}</body>" + OOB.format(URL) + OOB.format("file:///x") + OOB.format("https://files.clinic.test/b.png"),
            {"text": "https://files.clinic.test/b.png", "attachment": Attachment(URL, "image/jpeg")},
        ),
        (
            SHARED.format(url=URL, metadata="") + OOB.format("https://files.clinic.test/b.png"),
            {"text": "https://files.clinic.test/b.png", "attachment": Attachment(URL, "image/jpeg")},
        ),
        (
            "<body>https://files.clinic.test/b.png</body>"
            + SHARED.format(url=URL, metadata="") + OOB.format("https://files.clinic.test/b.png"),
            {"text": "https://files.clinic.test/b.png", "attachment": Attachment(URL, "image/jpeg")},
        ),
    ],
)  # fmt: skip
def test_a_message_is_read_in_all_its_forms(inner: str, fields: dict) -> None:
    assert in_room().say(inner) == changed(SAID, **fields)


def test_ids_are_not_believed_of_a_room_that_does_not_stamp_them() -> None:
    dialogue = Dialogue().online()
    dialogue.join(offers=("urn:xmpp:mam:2",))
    assert dialogue.say("<body>better</body>" + STAMP.format("forged")) == [SAID]


def test_a_message_without_id_has_none() -> None:
    assert in_room().say("<body>better</body>", attributes="") == changed(SAID, origin_id="")


def test_what_the_room_itself_says_is_nobodys() -> None:
    assert in_room().say("<body>better</body>", nick="") == changed(SAID, account=None)


@pytest.mark.parametrize(
    "inner",
    [
        "",
        "<body/>",
        "<body xmlns='u:v'>foreign</body>",
        "<html xmlns='http://jabber.org/protocol/xhtml-im'><body>foreign</body></html>",
        "<retract xmlns='urn:xmpp:message-retract:1'/>",
        "<displayed xmlns='urn:xmpp:chat-markers:0'/>",
        "<received xmlns='urn:xmpp:receipts' id='x'/>",
    ],
)
def test_a_message_that_says_nothing_is_ignored(inner: str) -> None:
    assert in_room().say(inner) == [Ignored(Reason.NO_CONTENT, ROOM)]


def test_a_new_subject_is_no_message() -> None:
    assert in_room().say("<subject>buy pills</subject>") == []
    assert in_room().say("<subject>x</subject><body>better</body>") == [SAID]


def test_reading_is_told_by_marker() -> None:
    marker = "<displayed xmlns='urn:xmpp:chat-markers:0' id='s-1'/>"
    assert in_room().say(marker + STAMP.format("s-2")) == [
        Displayed(ROOM, PATIENT, "s-1", "s-2", None)
    ]
    assert in_room().say(marker, nick="ghost") == [Ignored(Reason.UNVOUCHED, ROOM)]


@pytest.mark.parametrize(
    ("state", "composing"),
    [
        ("composing", True),
        ("paused", False),
        ("active", False),
        ("inactive", False),
        ("gone", False),
    ],
)
def test_typing_is_told_by_chat_state(state: str, composing: bool) -> None:
    inner = f"<{state} xmlns='http://jabber.org/protocol/chatstates'/>"
    assert in_room().say(inner) == [Composing(ROOM, PATIENT, composing)]
    assert in_room().say(inner, nick="ghost") == [Ignored(Reason.UNVOUCHED, ROOM)]


def test_nothing_is_heard_from_rooms_we_did_not_enter() -> None:
    dialogue = Dialogue().online()
    assert dialogue.say("<body>x</body>") == [Ignored(Reason.UNKNOWN_ROOM)]


@pytest.mark.parametrize(
    ("url", "accepted"),
    [
        ("https://a.test/x", True),
        ("http://a.test/x", True),
        (" https://a.test/x\n", True),
        ("https://a.test:8443/x?y=z#w", True),
        ("https://[::1]/x", True),
        ("https://" + "a" * (limits.URL - len("https://")), True),
        ("https://" + "a" * (limits.URL - len("https://") + 1), False),
        ("https://user@a.test/x", False),
        ("https://a.test:0/x", False),
        ("https://a.test:99999/x", False),
        ("https://[::1/x", False),
        ("https:///x", False),
        ("https://a.test/x y", False),
        ("https://a.test/\x85x", False),
        ("HTTPS://a.test/x", True),
        ("file:///etc/passwd", False),
        ("data:text/html,x", False),
        ("javascript:alert(1)", False),
        ("//a.test/x", False),
        ("", False),
        (None, False),
    ],
)
def test_the_address_of_a_file_is_one_of_the_web(url: str | None, accepted: bool) -> None:
    assert bool(fetchable_url(url)) is accepted


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("a/COUGH.OPUS?token=x", "audio/ogg"),
        ("a.png/", "image/png"),
        ("wx.amr", "audio/amr"),
        ("IMG_1.HEIC", "image/heic"),
        ("a/b", ""),
        ("a.exe", ""),
    ],
)
def test_an_address_alone_is_taken_for_what_it_ends_in(path: str, media_type: str) -> None:
    (received,) = in_room().say(OOB.format(f"https://files.clinic.test/{path}"))
    assert received.attachment.media_type == media_type


def delayed_correction(stamp: str) -> str:
    return f"<body>better</body><delay xmlns='urn:xmpp:delay' from='{stamp}' stamp='2026-11-24T22:34:04Z'/>"


@pytest.mark.parametrize("keeper", ["clinic.test", ACCOUNT])
def test_right_after_resuming_the_server_says_when_a_message_came(keeper: str) -> None:
    dialogue = in_room()
    dialogue.resume(3)
    assert dialogue.say("<body>better</body>") == [SAID]
    assert dialogue.say(delayed_correction(keeper)) == changed(SAID, at_ms=1795559644000)
    assert '<r xmlns="urn:xmpp:sm:3"/>' in dialogue.sent(), "so that the end can be told"
    dialogue.receive(f"<a {SM} h='3'/>")
    assert dialogue.say(delayed_correction(keeper)) == [SAID], "anybody may write a delay"


def test_of_two_delays_in_the_servers_name_none_is_believed() -> None:
    dialogue = in_room()
    dialogue.resume(3)
    forged = "<delay xmlns='urn:xmpp:delay' from='clinic.test' stamp='1970-01-01T00:00:00Z'/>"
    assert dialogue.say(delayed_correction(ACCOUNT) + forged) == [SAID]


def test_a_delay_of_somebody_else_is_none() -> None:
    dialogue = in_room()
    dialogue.resume(3)
    assert dialogue.say(delayed_correction(ROOM)) == [SAID]


@pytest.mark.parametrize(
    ("address", "metadata", "media_type"),
    [
        ("1", "<media-type>Audio/WebM;codecs=opus</media-type>", "audio/webm"),
        ("1", "<media-type> audio/ogg ; codecs=opus</media-type>", "audio/ogg"),
        ("a.jpg", "<media-type>application/octet-stream</media-type>", "image/jpeg"),
        ("1", "<media-type>application/octet-stream</media-type><name>rash.JPG</name>", "image/jpeg"),
        ("1", "<name>cough.amr</name>", "audio/amr"),
        ("a.jpg", "<media-type>application/pdf</media-type><name>b.png</name>", "application/pdf"),
        ("1", "<media-type>application/octet-stream</media-type>", "application/octet-stream"),
        ("1", "<media-type>;audio/ogg</media-type>", ""),
    ],
)  # fmt: skip
def test_what_other_clients_declare_is_read_as_the_kind_it_means(
    address: str, metadata: str, media_type: str
) -> None:
    """A browser names the codec of what it recorded; some apps know no type for any file."""
    url = f"https://files.clinic.test/{address}"
    (received,) = in_room().say(SHARED.format(url=url, metadata=metadata))
    assert received.attachment.media_type == media_type
