"""Who is mentioned where (XEP-0372): read where it can be true, moved with what is taken out."""

# ruff: noqa: E501 (a frame stands on one line)

import pytest

from tests.xmpp.dialogue import ACCOUNT, PATIENT, ROOM, in_room
from tests.xmpp.forms import OOB, URL
from workstation.xmpp import limits
from workstation.xmpp.mentions import AccountMention
from workstation.xmpp.replies import Reply

MENTION = "<reference xmlns='urn:xmpp:reference:0' type='{}' begin='{}' end='{}' uri='{}'/>"
GOOD = f"xmpp:{ACCOUNT}"
REPLY = "<reply xmlns='urn:xmpp:reply:0' id='s'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='5'/></fallback>"


def read_mentions(inner: str) -> list:
    frame = f"<message xmlns='jabber:client' type='groupchat' from='{ROOM}/2001' id='m-1'>{inner}</message>"
    (event,) = in_room().receive(frame)
    return [(each.account, each.begin, each.end) for each in event.mentions]


@pytest.mark.parametrize(
    ("reference", "mentioned"),
    [
        (("mention", 0, 3, GOOD), [(ACCOUNT, 0, 3)]),
        (("mention", 0, 3, f"{GOOD}/desk"), [(ACCOUNT, 0, 3)]),
        (("data", 0, 3, GOOD), []),
        (("mention", 0, 3, ACCOUNT), []),
        (("mention", 0, 3, "xmpp:"), []),
        (("mention", 0, 3, "xmpp:clinic.test"), []),
        (("mention", 3, 3, GOOD), []),
        (("mention", 4, 3, GOOD), []),
        (("mention", -1, 3, GOOD), []),
        (("mention", 0, 99, GOOD), []),
        (("mention", "", 3, GOOD), []),
        (("mention", 0, "9" * 40, GOOD), []),
    ],
)
def test_a_mention_lies_in_the_words_and_names_an_account(reference, mentioned) -> None:
    assert read_mentions("<body>@Li better</body>" + MENTION.format(*reference)) == mentioned


def test_there_is_an_end_to_mentions_and_a_file_has_none() -> None:
    many = MENTION.format("mention", 0, 3, GOOD) * (limits.MENTIONS + 1)
    assert len(read_mentions("<body>@Li better</body>" + many)) == limits.MENTIONS
    assert read_mentions(f"<body>{URL}</body>{OOB.format(URL)}{many}") == []


def test_a_mention_moves_with_what_is_taken_out_before_it_and_goes_with_what_holds_it() -> None:
    body = "<body>&gt; Li\n@Li better</body>" + REPLY
    assert read_mentions(body + MENTION.format("mention", 5, 8, GOOD)) == [(ACCOUNT, 0, 3)]
    assert read_mentions(body + MENTION.format("mention", 2, 4, GOOD)) == []
    assert read_mentions(body + MENTION.format("mention", 4, 8, GOOD)) == []


def test_what_is_sent_is_counted_as_others_read_it() -> None:
    dialogue = in_room()
    mention = AccountMention(PATIENT, 0, 3)
    reply = Reply("s-0", "How?")
    dialogue.session.messages.send_text(ROOM, "o", "@Li so", reply=reply, mentions=[mention])
    frame = dialogue.sent()[0]
    assert f'begin="7" end="10" uri="xmpp:{PATIENT}"' in frame
    (echo,) = dialogue.receive(frame.replace(f'to="{ROOM}"', f'from="{ROOM}/1001"'))
    assert (echo.text, echo.mentions) == ("@Li so", (mention,))


@pytest.mark.parametrize("forbidden", ["\x0c", "\x00\x0b", "\ufffe"])
def test_what_no_frame_carries_is_not_counted(forbidden: str) -> None:
    """A text that was copied out of a PDF holds form feeds; the colleague is still spoken to."""
    dialogue = in_room()
    begin = len(forbidden)
    mention = AccountMention(PATIENT, begin, begin + 3)
    dialogue.session.messages.send_text(ROOM, "o", f"{forbidden}@Li", mentions=[mention])
    (echo,) = dialogue.receive(dialogue.sent()[0].replace(f'to="{ROOM}"', f'from="{ROOM}/1001"'))
    assert (echo.text, echo.mentions) == ("@Li", (AccountMention(PATIENT, 0, 3),))
