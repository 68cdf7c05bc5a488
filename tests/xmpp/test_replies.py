"""What a message answers (XEP-0461), and what it repeats of that: taken out only where declared."""

# ruff: noqa: E501 (a frame stands on one line)

import dataclasses

import pytest

from tests.xmpp.dialogue import ACCOUNT, PATIENT, ROOM, in_room
from tests.xmpp.forms import OOB, PICTURE, SAID, URL
from workstation.xmpp import limits
from workstation.xmpp.replies import Reply

ANSWERED = "<reply xmlns='urn:xmpp:reply:0' id='s-0' to='somebody'/>"
REPEATED = "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'>{}</fallback>"
STRETCH = "<body start='{}' end='{}'/>"


def body(words: str) -> str:
    return f"<body>{words}</body>"


def repeats(start: object, end: object) -> str:
    return REPEATED.format(STRETCH.format(start, end))


@pytest.mark.parametrize(
    ("inner", "text", "reply"),
    [
        (body("better") + ANSWERED, "better", Reply("s-0")),
        (body("&gt; How?\nbetter") + ANSWERED, "> How?\nbetter", Reply("s-0")),
        (body("&gt; How?\nbetter") + ANSWERED + repeats(0, 7), "better", Reply("s-0", "How?")),
        (body("&gt; How?\n&gt; Now?\nbetter") + ANSWERED + repeats(0, 14), "better", Reply("s-0", "How?\nNow?")),
        (body("&gt; 😀好\nbetter") + ANSWERED + repeats(0, 5), "better", Reply("s-0", "😀好")),
        (body("better\n&gt; How?") + ANSWERED + repeats(6, 99), "better", Reply("s-0", "How?")),
        (body("abcdef") + ANSWERED + REPEATED.format(STRETCH.format(0, 2) + STRETCH.format(1, 3) + STRETCH.format(1, 2)), "def", Reply("s-0", "abc")),
        (body("abcdefgh") + ANSWERED + REPEATED.format(STRETCH.format(0, 5) + STRETCH.format(1, 2) + STRETCH.format(3, 6)), "gh", Reply("s-0", "abcdef")),
        (body("abcdef") + ANSWERED + repeats(2, 4), "abef", Reply("s-0", "cd")),
        (body("&gt; How?\nbetter") + repeats(0, 7), "> How?\nbetter", None),
        (body("better") + ANSWERED.replace("s-0", ""), "better", None),
        (body("better") + ANSWERED.replace("s-0", "x" * (limits.IDENTIFIER + 1)), "better", None),
        (body("better") + ANSWERED.replace("id=", "ib="), "better", None),
        (body("&gt; How?\nbetter") + ANSWERED + repeats(0, 7).replace("reply:0", "other:0"), "> How?\nbetter", Reply("s-0")),
        (body("&gt; How?") + ANSWERED + repeats(0, 6), "> How?", Reply("s-0")),
        (body("&gt; How?") + ANSWERED + REPEATED.format(""), "> How?", Reply("s-0")),
        (body("better") + ANSWERED + repeats(-1, 3), "better", Reply("s-0")),
        (body("better") + ANSWERED + repeats(3, 3), "better", Reply("s-0")),
        (body("better") + ANSWERED + repeats(5, 3), "better", Reply("s-0")),
        (body("better") + ANSWERED + repeats("", 3), "better", Reply("s-0")),
        (body("better") + ANSWERED + repeats("0", "9" * 40), "better", Reply("s-0")),
        (body("better") + ANSWERED + repeats(50, 90), "better", Reply("s-0")),
    ],
)  # fmt: skip
def test_only_what_is_declared_is_taken_out(inner: str, text: str, reply: Reply | None) -> None:
    frame = f"<message xmlns='jabber:client' type='groupchat' from='{ROOM}/2001' id='m-1'>{inner}</message>"
    assert in_room().receive(frame) == [dataclasses.replace(SAID, text=text, reply=reply)]


def test_of_what_is_repeated_only_so_much_is_kept() -> None:
    long = "x" * (limits.EXCERPT + 1)
    inner = body(f"&gt; {long}\nbetter") + ANSWERED + repeats(0, len(long) + 3)
    frame = f"<message xmlns='jabber:client' type='groupchat' from='{ROOM}/2001' id='m-1'>{inner}</message>"
    (event,) = in_room().receive(frame)
    assert (event.text, event.reply.excerpt) == ("better", long[: limits.EXCERPT])


def test_a_file_may_answer_too_and_its_address_is_no_words() -> None:
    inner = body(f"&gt; How?\n{URL}") + OOB.format(URL) + ANSWERED + repeats(0, 7)
    frame = f"<message xmlns='jabber:client' type='groupchat' from='{ROOM}/2001' id='m-1'>{inner}</message>"
    (event,) = in_room().receive(frame)
    assert (event.text, event.attachment.url, event.reply) == ("", URL, Reply("s-0", "How?"))


@pytest.mark.parametrize(
    ("excerpt", "repeated"),
    [("How?", "> How?\n"), ("How?\r\nNow?", "> How?\n> Now?\n"), ("\x00a\ud800b", "> ab\n"), ("", ""), ("x" * 9_999, "> " + "x" * limits.EXCERPT + "\n")],
)  # fmt: skip
def test_what_is_answered_is_repeated_for_clients_that_know_no_replies(
    excerpt: str, repeated: str
) -> None:
    dialogue = in_room()
    reply = Reply("s-0", excerpt, f"{ROOM}/2001")
    dialogue.session.messages.send_text(ROOM, "o-1", "better", reply=reply)
    frame = dialogue.sent()[0]
    assert f"<body>{repeated.replace('>', '&gt;')}better</body>" in frame
    assert f'<reply xmlns="urn:xmpp:reply:0" id="s-0" to="{ROOM}/2001"/>' in frame
    (echo,) = dialogue.receive(frame.replace(f'to="{ROOM}"', f'from="{ROOM}/1001"'))
    assert (echo.account, echo.text) == (ACCOUNT, "better")
    assert echo.reply.excerpt == "\n".join(line[2:] for line in repeated.splitlines())


def test_a_file_answers_and_repeats_nothing() -> None:
    dialogue = in_room()
    dialogue.session.messages.send_file(ROOM, "o-1", PICTURE, reply=Reply("s-0", "How?"))
    frame = dialogue.sent()[0]
    assert f"<body>{URL}</body>" in frame
    (echo,) = dialogue.receive(frame.replace(f'to="{ROOM}"', f'from="{ROOM}/1001"'))
    assert (echo.attachment, echo.text, echo.reply) == (PICTURE, "", Reply("s-0"))


def test_an_author_is_named_by_the_address_in_the_room_while_they_are_there() -> None:
    messages = in_room().session.messages
    assert messages.occupant_of(ROOM, PATIENT) == f"{ROOM}/2001"
    assert messages.occupant_of(ROOM, "9@elsewhere") is None
    assert messages.occupant_of("no-room@elsewhere", PATIENT) is None
