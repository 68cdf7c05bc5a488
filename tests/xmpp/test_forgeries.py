"""What others may send to fool a client: each forgery has one outcome, and it is not theirs."""

# ruff: noqa: E501 (a frame stands on one line)

import pytest

from tests.xmpp.dialogue import CLIENT, JID, PATIENT, ROOM, USER, Dialogue, in_room
from workstation.xmpp import limits
from workstation.xmpp.events import Invited
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.xml import element, qualified

NEVER_SAID = (
    "<forwarded xmlns='urn:xmpp:forward:0'>"
    f"<message {CLIENT} type='groupchat' from='{ROOM}/1002' id='x'><body>never said</body></message>"
    "</forwarded>"
)
CARBON = f"<received xmlns='urn:xmpp:carbons:2'>{NEVER_SAID}</received>"
SENT_CARBON = f"<sent xmlns='urn:xmpp:carbons:2'>{NEVER_SAID}</sent>"
RESULT = f"<result xmlns='urn:xmpp:mam:2' queryid='id-3' id='s'>{NEVER_SAID}</result>"
PUSHED = (
    "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:bookmarks:1'>"
    "<item id='trap@consult.clinic.test'><conference xmlns='urn:xmpp:bookmarks:1' autojoin='true'/>"
    "</item></items></event>"
)
INVITE = "<x xmlns='jabber:x:conference' jid='{}'/>"
MEDIATED = f"<x {USER}><invite from='{PATIENT}'><reason>come</reason></invite></x>"
OTHERS = [f"{PATIENT}/phone", PATIENT, JID, "1001@clinic.test", "1001@clinic.test/other", "clinic.test",
          "1001@evil.test", ROOM, f"{ROOM}/2001", ""]  # fmt: skip


@pytest.mark.parametrize("sender", OTHERS)
@pytest.mark.parametrize("kind", ["", "type='chat'", "type='normal'", "type='headline'"])
@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        (CARBON, Reason.CARBON),
        (SENT_CARBON, Reason.CARBON),
        (f"<body>hello</body>{CARBON}", Reason.CARBON),
        (CARBON.replace(NEVER_SAID, CARBON), Reason.CARBON),
        (PUSHED, Reason.PUSHED_EVENT),
        ("<body>hello</body>", Reason.DIRECT_MESSAGE),
        ("", Reason.DIRECT_MESSAGE),
        (RESULT, Reason.FOREIGN_RESULT),
        (INVITE.format("not an address@"), Reason.DIRECT_MESSAGE),
        (INVITE.format("consult.clinic.test"), Reason.DIRECT_MESSAGE),
        (f"<x {USER}><decline from='x'/></x>", Reason.DIRECT_MESSAGE),
    ],
)
def test_nothing_outside_rooms_says_anything(sender, kind, inner, reason) -> None:
    dialogue = in_room()
    stanza = f"<message {CLIENT} from='{sender}' to='{JID}' {kind}>{inner}</message>"
    assert dialogue.receive(stanza) == [Ignored(reason)]
    assert dialogue.sent() == []


@pytest.mark.parametrize(
    "inner", [CARBON, SENT_CARBON, RESULT, PUSHED, INVITE.format(ROOM), MEDIATED]
)
def test_inside_a_room_wrapped_messages_say_nothing(inner: str) -> None:
    dialogue = in_room()
    assert dialogue.say(inner) == [Ignored(Reason.NO_CONTENT, ROOM)]
    received = dialogue.say(f"<body>mine</body>{inner}")
    assert [(each.account, each.text) for each in received] == [(PATIENT, "mine")]


@pytest.mark.parametrize(
    "to", ["2001@clinic.test", "1001@clinic.test/other", "1001@evil.test", ROOM, ""]
)
@pytest.mark.parametrize(
    "stanza",
    [
        "<message {} type='groupchat' from='{}/2001' to='{}'><body>x</body></message>",
        "<presence {} from='{}/2001' to='{}' type='unavailable'/>",
        "<iq {} from='{}' to='{}' type='get' id='x'><ping xmlns='urn:xmpp:ping'/></iq>",
    ],
)
def test_a_stanza_to_somebody_else_is_ignored(to: str, stanza: str) -> None:
    dialogue = in_room()
    before = dialogue.session.mark
    assert dialogue.receive(stanza.format(CLIENT, ROOM, to)) == [Ignored(Reason.MISADDRESSED)]
    assert dialogue.session.mark == before + 1, (
        "it is counted all the same, as the server counts it"
    )
    assert dialogue.sent() == []


@pytest.mark.parametrize(
    ("sender", "inner", "room"),
    [
        (PATIENT, INVITE.format("consult-9@consult.clinic.test"), "consult-9@consult.clinic.test"),
        (PATIENT, INVITE.format("Trap@Evil.test/nick"), "trap@evil.test"),
        (ROOM, MEDIATED, ROOM),
        (ROOM, f"<body>come</body>{MEDIATED}{INVITE.format('x@y.test')}", ROOM),
    ],
)
def test_an_invitation_is_a_hint_and_joins_nothing(sender: str, inner: str, room: str) -> None:
    dialogue = in_room()
    stanza = f"<message {CLIENT} from='{sender}' to='{JID}'>{inner}</message>"
    assert dialogue.receive(stanza) == [Invited(room)]
    assert dialogue.sent() == []
    assert dialogue.session.rooms.joined == {ROOM}


def test_an_invitation_of_no_room_is_none() -> None:
    stanza = f"<message {CLIENT} from='clinic.test' to='{JID}'>{MEDIATED}</message>"
    assert in_room().receive(stanza) == [Ignored(Reason.DIRECT_MESSAGE)]


@pytest.mark.parametrize("sender", OTHERS)
def test_an_answer_counts_only_from_who_was_asked(sender: str) -> None:
    dialogue = Dialogue().online()
    request = dialogue.session.archive.query("other@consult.clinic.test")
    assert dialogue.answer(request, "", sender) == [Ignored(Reason.STRAY_ANSWER)]
    assert dialogue.answer("unknown", "", "other@consult.clinic.test") == [
        Ignored(Reason.STRAY_ANSWER)
    ]
    assert dialogue.answer(request, "", "other@consult.clinic.test") != [
        Ignored(Reason.STRAY_ANSWER)
    ]


@pytest.mark.parametrize("sender", ["", JID, "1001@clinic.test", "clinic.test"])
def test_a_request_to_nobody_is_answered_for_our_own_account(sender: str) -> None:
    dialogue = Dialogue().online()
    request = dialogue.session._wire.ask("get", "", element(qualified("u:v", "x")), lambda *_: [])
    written = f" from='{sender}'" if sender else ""
    assert dialogue.receive(f"<iq {CLIENT} type='result' id='{request}'{written}/>") == []


SERVICE_UNAVAILABLE = '<error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>'


@pytest.mark.parametrize(
    ("kind", "inner", "reason"),
    [
        ("set", "<query xmlns='jabber:iq:roster'><item jid='x@evil.test'/></query>", Reason.ROSTER),
        ("get", "<query xmlns='jabber:iq:roster'/>", Reason.ROSTER),
        ("set", "<ping xmlns='urn:xmpp:ping'/>", Reason.UNASKED_REQUEST),
        ("get", "<query xmlns='jabber:iq:version'/>", Reason.UNASKED_REQUEST),
        ("get", "", Reason.UNASKED_REQUEST),
    ],
)
def test_a_request_changes_nothing_and_is_declined(kind: str, inner: str, reason: Reason) -> None:
    dialogue = Dialogue().online()
    stanza = f"<iq {CLIENT} type='{kind}' id='r' from='{PATIENT}/x' to='{JID}'>{inner}</iq>"
    assert dialogue.receive(stanza) == [Ignored(reason)]
    assert dialogue.sent()[0] == (
        f'<iq xmlns="jabber:client" type="error" id="r" to="{PATIENT}/x">{SERVICE_UNAVAILABLE}</iq>'
    )


@pytest.mark.parametrize(
    ("sender", "to"), [(f" from='{PATIENT}/x'", f' to="{PATIENT}/x"'), ("", "")]
)
def test_a_ping_is_answered(sender: str, to: str) -> None:
    dialogue = Dialogue().online()
    ping = f"<iq {CLIENT} type='get' id='p'{sender}><ping xmlns='urn:xmpp:ping'/></iq>"
    assert dialogue.receive(ping) == []
    assert dialogue.sent()[0] == f'<iq xmlns="jabber:client" type="result" id="p"{to}/>'


@pytest.mark.parametrize(
    "attributes",
    [
        "from='a@'",
        "from='clinic.test' id=''",
        "id='{}'".format("x" * (limits.IDENTIFIER + 1)),
        "from=''",
    ],
)
def test_a_request_that_cannot_be_answered_is_not(attributes: str) -> None:
    dialogue = Dialogue().online()
    ping = f"<iq {CLIENT} type='get' {attributes}><ping xmlns='urn:xmpp:ping'/></iq>"
    assert dialogue.receive(ping) == [Ignored(Reason.UNASKED_REQUEST)]
    assert dialogue.sent() == []


@pytest.mark.parametrize("kind", ["", "type='invented'"])
def test_a_request_of_no_kind_is_ignored(kind: str) -> None:
    dialogue = Dialogue().online()
    assert dialogue.receive(f"<iq {CLIENT} {kind} id='x'/>") == [Ignored(Reason.STRAY_ANSWER)]
    assert dialogue.sent() == []
