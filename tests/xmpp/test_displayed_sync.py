"""How far an account has read, remembered by its own server (XEP-0490)."""

import base64
import hashlib

import pytest

from tests.xmpp.dialogue import ACCOUNT, CLIENT, DOMAIN, JID, PATIENT, ROOM, Dialogue
from workstation.domain.errors import LocalProtocolError
from workstation.xmpp import limits
from workstation.xmpp.capabilities import fingerprint
from workstation.xmpp.displayed_sync import MAX_ROOMS
from workstation.xmpp.events import DisplayedElsewhere
from workstation.xmpp.ignored import Ignored, Reason

NODE = "urn:xmpp:mds:displayed:0"
OTHER = "consult-8@consult.clinic.test"


def item(room: str = ROOM, archive_id: str = "a-1", by: str = "") -> str:
    seen = f"<stanza-id xmlns='urn:xmpp:sid:0' by='{by or room}' id='{archive_id}'/>"
    return f"<item id='{room}'><displayed xmlns='{NODE}'>{seen}</displayed></item>"


def node(*items: str) -> str:
    listed = f"<items node='{NODE}'>{''.join(items)}</items>"
    return f"<pubsub xmlns='http://jabber.org/protocol/pubsub'>{listed}</pubsub>"


def requests(dialogue: Dialogue) -> list[str]:
    return [frame for frame in dialogue.sent() if frame.startswith("<iq")]


def id_of(frame: str) -> str:
    return frame.partition(' id="')[2].partition('"')[0]


def asking() -> tuple[Dialogue, str]:
    """A session that has asked, and its question's id."""
    dialogue = Dialogue().online()
    dialogue.session.displayed_sync.fetch()
    (question,) = requests(dialogue)
    assert f'node="{NODE}"' in question
    assert " to=" not in question, "the own account is asked"
    return dialogue, id_of(question)


def fetched(answer: str) -> tuple[Dialogue, list]:
    dialogue, question = asking()
    return dialogue, dialogue.answer(question, answer, ACCOUNT)


def published(dialogue: Dialogue) -> list[str]:
    dialogue.session.displayed_sync.publish(ROOM, "a-9")
    return requests(dialogue)


def test_each_room_is_told_that_was_read_somewhere() -> None:
    _, events = fetched(node(item(), item(OTHER, "a-2")))
    assert events == [DisplayedElsewhere(ROOM, "a-1"), DisplayedElsewhere(OTHER, "a-2")]


@pytest.mark.parametrize(
    "strange",
    [
        "<item/>",
        f"<item id='{ROOM}'><displayed xmlns='{NODE}'/></item>",
        item(by=OTHER),
        item(archive_id=""),
        item(archive_id="x" * (limits.IDENTIFIER + 1)),
    ],
)
def test_an_item_that_names_no_entry_of_its_room_says_nothing(strange: str) -> None:
    _, events = fetched(node(strange, item()))
    assert events == [DisplayedElsewhere(ROOM, "a-1")]


def test_no_more_rooms_are_read_than_were_asked_for() -> None:
    many = (item(f"consult-{number}@consult.clinic.test") for number in range(MAX_ROOMS + 5))
    assert len(fetched(node(*many))[1]) == MAX_ROOMS


@pytest.mark.parametrize(
    "empty", ["", "<pubsub xmlns='http://jabber.org/protocol/pubsub'/>", node()]
)
def test_an_empty_answer_says_nothing_and_may_be_written_to(empty: str) -> None:
    dialogue, events = fetched(empty)
    assert events == []
    (written,) = published(dialogue)
    for part in (f'<item id="{ROOM}">', 'id="a-9"', f'by="{ROOM}"', "whitelist"):
        assert part in written


@pytest.mark.parametrize(
    ("condition", "is_written"), [("item-not-found", True), ("service-unavailable", False)]
)
def test_only_a_server_without_nodes_is_not_written_to(condition: str, is_written: bool) -> None:
    dialogue, question = asking()
    assert dialogue.refuse(question, condition, ACCOUNT) == []
    assert bool(published(dialogue)) is is_written


def test_a_server_that_refuses_once_is_not_written_to_again() -> None:
    dialogue, _ = fetched(node())
    assert dialogue.answer(id_of(published(dialogue)[0]), "", JID) == []
    assert dialogue.refuse(id_of(published(dialogue)[0]), "conflict", JID) == []
    assert published(dialogue) == []


@pytest.mark.parametrize("has_nodes", [True, False])
def test_what_is_seen_before_the_server_has_answered_is_written_then(has_nodes: bool) -> None:
    dialogue, question = asking()
    dialogue.session.displayed_sync.publish(ROOM, "a-8")
    assert published(dialogue) == []
    if has_nodes:
        dialogue.answer(question, node(), ACCOUNT)
    else:
        dialogue.refuse(question, "service-unavailable", ACCOUNT)
    written = requests(dialogue)
    assert [("a-8" in frame, "a-9" in frame) for frame in written] == [(False, True)] * has_nodes


def test_what_was_seen_before_another_session_asks_is_not_written_in_it() -> None:
    dialogue, _ = asking()
    assert published(dialogue) == []
    dialogue.session.displayed_sync.fetch()
    (question,) = requests(dialogue)
    dialogue.answer(id_of(question), node(), ACCOUNT)
    assert requests(dialogue) == []


def test_a_node_that_hangs_does_not_use_up_what_may_be_asked() -> None:
    dialogue, _ = fetched(node())
    for _ in range(limits.REQUESTS + 1):
        assert len(published(dialogue)) == 1


def test_what_was_seen_is_not_written_while_too_much_is_under_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialogue, question = asking()
    dialogue.session.displayed_sync.publish(ROOM, "a-8")
    monkeypatch.setattr(limits, "UNACKNOWLEDGED", 1)
    assert dialogue.answer(question, node(item()), ACCOUNT) == [DisplayedElsewhere(ROOM, "a-1")]
    assert requests(dialogue) == []


def test_offline_nothing_is_asked() -> None:
    with pytest.raises(LocalProtocolError):
        Dialogue().session.displayed_sync.fetch()


def push(*items: str, sender: str = ACCOUNT, node: str = NODE) -> str:
    listed = f"<items node='{node}'>{''.join(items)}</items>"
    event = f"<event xmlns='http://jabber.org/protocol/pubsub#event'>{listed}</event>"
    return f"<message {CLIENT} from='{sender}' to='{JID}' type='headline'>{event}</message>"


def test_what_another_client_of_the_account_reads_is_pushed() -> None:
    received = Dialogue().online().receive(push(item(), item(OTHER, "a-2")))
    assert received == [DisplayedElsewhere(ROOM, "a-1"), DisplayedElsewhere(OTHER, "a-2")]


@pytest.mark.parametrize(
    "forged",
    [
        push(item(), sender=PATIENT),
        push(item(), sender=f"{PATIENT}/phone"),
        push(item(), sender=JID),
        push(item(), sender=ROOM),
        push(item(), sender=""),
        push(item(), node="urn:xmpp:bookmarks:1"),
        push(),
        push(item(by=OTHER)),
    ],
)
def test_only_the_account_itself_pushes_what_was_read(forged: str) -> None:
    assert Dialogue().online().receive(forged) == [Ignored(Reason.PUSHED_EVENT)]


def test_a_push_of_ten_thousand_rooms_is_bounded() -> None:
    many = (item(f"consult-{number}@consult.clinic.test") for number in range(MAX_ROOMS + 5))
    assert len(Dialogue().online().receive(push(*many))) == MAX_ROOMS


@pytest.mark.parametrize("server", [f"from='{ACCOUNT}'", f"from='{JID}'", f"from='{DOMAIN}'", ""])
def test_the_own_server_learns_what_is_wanted(server: str) -> None:
    query = "<query xmlns='http://jabber.org/protocol/disco#info' node='n#v'/>"
    dialogue = Dialogue().online()
    dialogue.receive(f"<iq {CLIENT} {server} to='{JID}' type='get' id='d'>{query}</iq>")
    (answer,) = requests(dialogue)
    assert 'type="result"' in answer
    assert 'node="n#v"' in answer
    assert f'var="{NODE}+notify"' in answer


@pytest.mark.parametrize("other", [PATIENT, f"{ROOM}/2001", "evil.test"])
def test_nobody_else_learns_anything(other: str) -> None:
    query = "<query xmlns='http://jabber.org/protocol/disco#info'/>"
    dialogue = Dialogue().online()
    dialogue.receive(f"<iq {CLIENT} from='{other}' to='{JID}' type='get' id='d'>{query}</iq>")
    (answer,) = requests(dialogue)
    assert "service-unavailable" in answer
    assert "+notify" not in answer


def test_the_fingerprint_is_that_of_the_features() -> None:
    """XEP-0115, 5.1, by hand."""
    features = ("http://jabber.org/protocol/caps", "http://jabber.org/protocol/disco#info")
    features += ("urn:xmpp:mds:displayed:0+notify", "urn:xmpp:ping")
    listed = "client/pc//Doctor Workstation<" + "".join(f"{feature}<" for feature in features)
    digest = hashlib.sha1(listed.encode(), usedforsecurity=False).digest()
    assert fingerprint() == base64.b64encode(digest).decode()
