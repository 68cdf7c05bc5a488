"""A sign-in with everything inside: the session that it brings."""

import pytest

from tests.xmpp.dialogue import (
    ACCOUNT,
    BOUND_FEATURES,
    CLIENT,
    ENABLED,
    SM,
    Dialogue,
)
from tests.xmpp.inline_frames import (
    AGENT,
    BIND2,
    BOUND,
    ISSUED,
    PROVEN,
    RESOURCE,
    STANZAS,
    admitted,
    begun,
    online,
    refusal,
    success,
)
from workstation.domain.errors import RemoteProtocolError
from workstation.xmpp.events import (
    Authenticated,
    Bound,
    RequestFailed,
    Resumed,
    ResumptionFailed,
    TokenIssued,
)
from workstation.xmpp.ignored import Ignored


def test_two_questions_and_their_answers_bring_a_new_session() -> None:
    dialogue = Dialogue()
    stream, events = begun(dialogue)
    opening, asked = stream.data_to_send()
    assert events == []
    assert f'from="{ACCOUNT}"' in opening
    assert 'mechanism="HT-SHA-256-NONE"' in asked
    assert f'<user-agent id="{AGENT}"><software>Doctor Workstation</software>' in asked
    assert '<fast xmlns="urn:xmpp:fast:0" count="7"/>' in asked
    assert '<tag>desk</tag><enable xmlns="urn:xmpp:sm:3" resume="true" max="600"/>' in asked
    assert "<resume" not in asked
    assert "secret-token" not in asked
    assert stream.receive(success(PROVEN + BOUND)) == [Authenticated("HT-SHA-256-NONE", "PLAIN")]
    assert dialogue.session.adopt(stream) == [Bound(RESOURCE, resumable=True)]
    assert dialogue.session.online
    assert [frame.split()[0] for frame in dialogue.sent()] == ["<presence", "<r"]
    assert dialogue.receive(BOUND_FEATURES) == []


def test_a_lost_session_is_resumed_inside_and_what_was_not_acknowledged_is_sent_again() -> None:
    dialogue = online()
    asked = dialogue.ask()
    dialogue.sent()
    dialogue.receive(f"<message {CLIENT} from='x@clinic.test'/>")
    dialogue.session.commit(dialogue.session.mark)
    dialogue.session.drop_stream()
    stream, _ = begun(dialogue)
    assert '<resume xmlns="urn:xmpp:sm:3" previd="previous" h="1"/>' in stream.data_to_send()[-1]
    stream.receive(success(f"{PROVEN}<resumed {SM} previd='previous' h='1'/>"))
    assert dialogue.session.adopt(stream) == [Resumed()]
    again = dialogue.sent()
    assert asked in again[0]
    assert again[1] == '<r xmlns="urn:xmpp:sm:3"/>'
    assert dialogue.receive(f"<r {SM}/>") == []
    assert dialogue.receive(BOUND_FEATURES) == [], "Prosody's come after what it sends again"
    assert dialogue.sent() == ['<a xmlns="urn:xmpp:sm:3" h="1"/>']


@pytest.mark.parametrize(
    ("failed", "condition"),
    [
        (f"<failed {SM} h='1'><item-not-found {STANZAS}/></failed>", "item-not-found"),
        ("", "undefined-condition"),
    ],
)
def test_a_session_that_is_gone_is_told_and_another_one_is_there(failed, condition) -> None:
    dialogue = online()
    dialogue.session.drop_stream()
    events = admitted(dialogue, f"{PROVEN}{failed}{BOUND}")
    assert events == [ResumptionFailed(condition, (), ()), Bound(RESOURCE, resumable=True)]
    assert [frame.split()[0] for frame in dialogue.sent()] == ["<presence", "<r"]


@pytest.mark.parametrize("bound", [f"<bound {BIND2}/>", f"<bound {BIND2}><enabled {SM}/></bound>"])
def test_a_session_that_cannot_be_resumed_is_one_all_the_same(bound: str) -> None:
    dialogue = Dialogue()
    assert admitted(dialogue, PROVEN + bound) == [Bound(RESOURCE, resumable=False)]


def test_the_old_session_is_over_for_all_that_was_open_in_it() -> None:
    dialogue = online()
    asked = dialogue.ask()
    dialogue.session.drop_stream()
    _, failed, bound = admitted(dialogue)
    assert failed == RequestFailed(asked, "session-lost")
    assert bound == Bound(RESOURCE, resumable=True)


@pytest.mark.parametrize(
    ("inner", "who"),
    [
        (f"<resumed {SM} previd='other' h='0'/>", RESOURCE),
        (f"<resumed {SM} previd='previous' h='9'/>", RESOURCE),
        (f"<resumed {SM} previd='previous' h='0'/>", f"{ACCOUNT}/elsewhere"),
        (BOUND, ACCOUNT),
    ],
)
def test_a_session_that_is_not_ours_is_not_taken(inner: str, who: str) -> None:
    dialogue = online()
    dialogue.session.drop_stream()
    with pytest.raises(RemoteProtocolError):
        admitted(dialogue, PROVEN + inner, who)
    assert dialogue.sent() == ['<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>']
    dialogue.session.drop_stream()
    assert not dialogue.session.can_resume, "it would be resumed again for ever"


def test_only_one_stream_asks_for_the_session_at_a_time() -> None:
    dialogue = Dialogue()
    first, _ = begun(dialogue)
    second, _ = begun(dialogue)
    assert "<bind" in first.data_to_send()[-1]
    assert "<bind" not in second.data_to_send()[-1]
    with pytest.raises(RemoteProtocolError, match="not asked for"):
        second.receive(success(PROVEN + BOUND))


def test_whoever_asked_for_no_session_binds_as_ever() -> None:
    dialogue = Dialogue()
    begun(dialogue)
    second, _ = begun(dialogue)
    assert second.receive(success(PROVEN, ACCOUNT)) == []
    assert second.receive(BOUND_FEATURES) == [Authenticated("HT-SHA-256-NONE", "PLAIN")]
    dialogue.bind(second)
    assert dialogue.receive(ENABLED) == [Bound("1001@clinic.test/desk", resumable=True)]
    assert dialogue.session.contested, "the first one may have been heard"


def test_one_that_was_given_up_leaves_the_question_to_the_next() -> None:
    dialogue = online()
    dialogue.session.drop_stream()
    first, _ = begun(dialogue)
    dialogue.session.give_up(first, broken=False)
    assert admitted(dialogue)[-1] == Bound(RESOURCE, resumable=True)
    assert dialogue.session.contested
    dialogue.session.drop_stream()
    admitted(dialogue, f"{PROVEN}<resumed {SM} previd='previous' h='0'/>")
    assert dialogue.session.contested, "the one given up before may be heard as late as now"
    dialogue.session.settle()
    assert not dialogue.session.contested


def test_one_that_was_refused_contests_nothing() -> None:
    dialogue = Dialogue()
    stream, _ = begun(dialogue, None, password="secret")
    stream.receive(refusal("not-authorized"))
    dialogue.session.give_up(stream, broken=False)
    admitted(dialogue)
    assert not dialogue.session.contested


def test_what_broke_while_it_was_resumed_is_not_resumed_again() -> None:
    dialogue = online()
    dialogue.session.drop_stream()
    stream, _ = begun(dialogue)
    other, _ = begun(dialogue)
    dialogue.session.give_up(other, broken=True)
    assert dialogue.session.can_resume, "that one had not asked"
    dialogue.session.give_up(stream, broken=True)
    assert not dialogue.session.can_resume


def test_nobody_asks_beside_a_session_that_is_there() -> None:
    dialogue = online()
    stream, _ = begun(dialogue)
    assert "<bind" not in stream.data_to_send()[-1]


def test_without_a_token_the_password_goes_inside_and_a_token_comes_back() -> None:
    dialogue = Dialogue()
    stream, events = begun(dialogue, None, wants_token=True)
    assert events == []
    asked = stream.data_to_send()[-1]
    assert 'mechanism="PLAIN"' in asked
    assert '<request-token xmlns="urn:xmpp:fast:0" mechanism="HT-SHA-256-NONE"/>' in asked
    assert "<fast" not in asked
    token = TokenIssued("secret-token:2", 1_893_456_000_000)
    assert stream.receive(success(BOUND + ISSUED)) == [token, Authenticated("PLAIN", "PLAIN")]
    assert "secret" not in repr(token)


def test_features_come_once_more_and_not_again() -> None:
    dialogue = online()
    assert dialogue.receive(BOUND_FEATURES) == []
    with pytest.raises(RemoteProtocolError, match="features while online"):
        dialogue.receive(BOUND_FEATURES)


def test_features_of_a_session_bound_as_ever_do_not_come_again() -> None:
    dialogue = Dialogue().online()
    with pytest.raises(RemoteProtocolError, match="features while online"):
        dialogue.receive(BOUND_FEATURES)


def test_what_else_comes_inside_is_passed_over() -> None:
    dialogue = Dialogue()
    assert admitted(dialogue, f"{PROVEN}<other xmlns='u:v'/>{BOUND}{ISSUED}")
    assert isinstance(dialogue.receive("<other xmlns='u:v'/>")[0], Ignored)
