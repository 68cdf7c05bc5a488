"""What the doctor says in rooms: in all forms others know, refused by the room alone."""

# ruff: noqa: E501 (a frame stands on one line)

import dataclasses

import pytest

from tests.xmpp.dialogue import (
    ACCOUNT,
    CLIENT,
    JID,
    ROOM,
    Dialogue,
    authenticated,
    error,
    in_room,
)
from tests.xmpp.forms import OOB, PICTURE, SAID, URL
from workstation.domain.errors import LocalProtocolError
from workstation.domain.message import Attachment
from workstation.xmpp import limits
from workstation.xmpp.departure import Departure
from workstation.xmpp.events import (
    Composing,
    Displayed,
    MessageRefused,
    RoomLeft,
)
from workstation.xmpp.ignored import Ignored, Reason


def test_text_is_sent_with_one_id_for_ever() -> None:
    dialogue = in_room()
    dialogue.session.messages.send_text(ROOM, "o-1", "a < b\x00", replaces="o-0")
    assert dialogue.sent()[0] == (
        f'<message xmlns="jabber:client" type="groupchat" to="{ROOM}" id="o-1">'
        '<body>a &lt; b</body><replace xmlns="urn:xmpp:message-correct:0" id="o-0"/>'
        '<markable xmlns="urn:xmpp:chat-markers:0"/>'
        '<origin-id xmlns="urn:xmpp:sid:0" id="o-1"/></message>'
    )


def test_what_is_sent_is_read_as_it_was_meant() -> None:
    dialogue = in_room()
    messages = dialogue.session.messages
    messages.send_text(ROOM, "o-1", "better")
    messages.send_file(ROOM, "o-2", PICTURE)
    messages.send_file(ROOM, "o-3", Attachment(URL, "audio/ogg", duration_ms=0))
    messages.retract(ROOM, "o-4", "s-1")
    messages.mark_displayed(ROOM, "s-1")
    messages.set_composing(ROOM, composing=True)
    messages.set_composing(ROOM, composing=False)
    frames = [frame for frame in dialogue.sent() if frame.startswith("<message")]
    echoes = [frame.replace(f'to="{ROOM}"', f'from="{ROOM}/1001"') for frame in frames]
    received = [event for echo in echoes for event in dialogue.receive(echo)]
    mine = dataclasses.replace(
        SAID, account=ACCOUNT, nickname="", origin_id="o-1", is_id_unique=True
    )
    assert received[0] == mine
    assert received[1].attachment == PICTURE
    assert received[1].text == ""
    assert received[2].attachment == Attachment(URL, "audio/ogg", duration_ms=0)
    assert received[3].retracts == "s-1"
    assert received[4] == Displayed(ROOM, ACCOUNT, "s-1", "", None)
    assert received[5:] == [Composing(ROOM, ACCOUNT, True), Composing(ROOM, ACCOUNT, False)]


def test_pictures_are_shown_in_their_place_and_files_are_attached() -> None:
    """XEP-0447 tells other clients so; ours look at the content."""
    dialogue = in_room()
    report = Attachment(URL, "application/pdf", "report.pdf", 10)
    for number, attachment in enumerate((PICTURE, report)):
        dialogue.session.messages.send_file(ROOM, f"o-{number}", attachment)
    frames = [frame for frame in dialogue.sent() if frame.startswith("<message")]
    assert ['disposition="inline"' in frame for frame in frames] == [True, False]
    assert 'disposition="attachment"' in frames[1]
    echo = frames[1].replace(f'to="{ROOM}"', f'from="{ROOM}/1001"')
    assert dialogue.receive(echo)[0].attachment == report


def test_markers_are_to_be_stored_and_typing_is_not() -> None:
    dialogue = in_room()
    dialogue.session.messages.mark_displayed(ROOM, "s-1")
    dialogue.session.messages.set_composing(ROOM, composing=True)
    marker, typing = dialogue.sent()[:2]
    assert '<store xmlns="urn:xmpp:hints"/>' in marker
    assert '<no-store xmlns="urn:xmpp:hints"/>' in typing
    assert " id=" not in typing


def test_a_message_leaves_room_for_the_envelope_of_its_echo() -> None:
    dialogue = in_room()
    dialogue.session.messages.send_text(ROOM, "o", "")
    envelope = len(dialogue.sent()[0]) + len("</body>") - 1
    most = limits.MESSAGE_BYTES - envelope
    dialogue.session.messages.send_text(ROOM, "o", "x" * most)
    assert len(dialogue.sent()[0]) == limits.MESSAGE_BYTES
    with pytest.raises(LocalProtocolError, match="bound"):
        dialogue.session.messages.send_text(ROOM, "o", "x" * (most + 1))
    assert dialogue.sent() == []


def test_nobody_speaks_in_a_room_not_entered() -> None:
    dialogue = Dialogue().online()
    messages = dialogue.session.messages
    for command in (
        lambda: messages.send_text(ROOM, "o", "x"),
        lambda: messages.mark_displayed(ROOM, "s"),
        lambda: messages.set_composing(ROOM, composing=True),
    ):
        with pytest.raises(LocalProtocolError, match="not entered"):
            command()


def test_nobody_speaks_offline() -> None:
    dialogue = in_room()
    dialogue.session.drop_stream()
    with pytest.raises(LocalProtocolError, match="not online"):
        dialogue.session.messages.send_text(ROOM, "o", "x")
    dialogue.session.adopt(authenticated())
    with pytest.raises(LocalProtocolError, match="not online"):
        dialogue.session.messages.send_text(ROOM, "o", "x")


def refusal(attributes: str, condition: str) -> str:
    words = "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>no</text>"
    return f"<message {CLIENT} type='error' to='{JID}' {attributes}>{error(condition, words)}</message>"


def test_a_room_may_refuse_a_message() -> None:
    dialogue = in_room()
    assert dialogue.receive(refusal(f"from='{ROOM}' id='o-1'", "policy-violation")) == [
        MessageRefused(ROOM, "o-1", "policy-violation", "no")
    ]
    assert dialogue.session.rooms.joined == {ROOM}


def test_a_room_that_does_not_know_us_any_more_is_left() -> None:
    dialogue = in_room()
    assert dialogue.receive(refusal(f"from='{ROOM}' id='o-1'", "not-acceptable")) == [
        MessageRefused(ROOM, "o-1", "not-acceptable", "no"),
        RoomLeft(ROOM, Departure.NOT_ACCEPTABLE),
    ]


@pytest.mark.parametrize(
    "attributes",
    [f"from='{ROOM}/2001' id='o-1'", "from='2001@clinic.test/x' id='o-1'", f"from='{ROOM}'", ""],
)
def test_nobody_but_the_room_may_refuse_a_message(attributes: str) -> None:
    assert in_room().receive(refusal(attributes, "not-acceptable")) == [Ignored(Reason.STRAY_ERROR)]


@pytest.mark.parametrize("inner", ["", "<error/>", error("invented-condition")])
def test_an_error_nobody_defined_is_undefined(inner: str) -> None:
    stanza = f"<message {CLIENT} type='error' from='{ROOM}' id='o' to='{JID}'>{inner}</message>"
    assert in_room().receive(stanza) == [MessageRefused(ROOM, "o", "undefined-condition")]


def test_a_long_explanation_is_cut() -> None:
    words = f"<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>{'x' * 9_999}</text>"
    stanza = (
        f"<message {CLIENT} type='error' from='{ROOM}' id='o' to='{JID}'>"
        f"{error('forbidden', words)}</message>"
    )
    assert len(in_room().receive(stanza)[0].server_text) == limits.SERVER_TEXT


def test_contents_do_not_show_in_a_log() -> None:
    dialogue = in_room()
    received = dialogue.say(f"<body>my secret illness</body>{OOB.format(URL)}")
    assert "illness" not in repr(received)
    assert URL not in repr(received)
    dialogue.session.messages.send_text(ROOM, "o", "another illness")
    dialogue.session.drop_stream()
    assert "illness" not in repr(dialogue.session._resumption._unacknowledged)
