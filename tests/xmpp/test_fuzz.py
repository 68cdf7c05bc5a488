"""Frames that nobody meant: whatever comes gives events or a protocol error, and no third."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.seeds import NEW, seed
from tests.xmpp.dialogue import (
    ACCOUNT,
    BIND,
    CLIENT,
    ENABLED,
    JID,
    ROOM,
    SM,
    authenticated,
    in_room,
)
from tests.xmpp.inline_frames import (
    BOUND,
    ISSUED,
    PROVEN,
    begun,
    online,
    refusal,
    success,
)
from tests.xmpp.mutations import FRAMES, grafted, mutated
from workstation.domain.errors import LocalProtocolError, RemoteProtocolError
from workstation.xmpp.events import ArchivePage, Displayed, RoomMessage
from workstation.xmpp.session import XmppSession
from workstation.xmpp.xml import parse, serialise

ACCOUNTS = {"1001@clinic.test", "2001@clinic.test", None}
ANSWERS_INSIDE = [
    success(PROVEN + BOUND + ISSUED),
    success(f"{PROVEN}<resumed {SM} previd='previous' h='0'/>"),
    success(f"{PROVEN}<failed {SM} h='1'/>{BOUND}"),
    refusal("not-authorized"),
]
MUTATIONS_PER_PART = 400
PARTS = 100 if NEW else 5


def deliver(session: XmppSession, frame: str) -> bool:
    """Give a frame to a session; whether it survived."""
    try:
        events = session.receive(frame)
    except RemoteProtocolError:
        return False
    session.data_to_send()
    session.commit(session.mark)
    for event in events:
        check(event)
    return True


def check(event: object) -> None:
    """No person speaks but those whom the room vouched for."""
    if isinstance(event, ArchivePage):
        for item in event.items:
            check(item)
    if isinstance(event, RoomMessage | Displayed):
        assert event.account in ACCOUNTS
        assert event.room_jid == ROOM


def chance_of(name: str) -> random.Random:
    """Chance that can be repeated: its seed is printed with a failure."""
    first = seed(name)
    print("seed", first)  # noqa: T201 - shown with a failure
    return random.Random(first)  # noqa: S311


@pytest.mark.parametrize("part", range(PARTS))
def test_broken_frames_break_nothing_but_the_stream(part: int) -> None:
    chance = chance_of(f"broken frames {part}")
    session = in_room().session
    for _ in range(MUTATIONS_PER_PART):
        frame = mutated(chance.choice(FRAMES).replace("consult-101", "consult-7"), chance)
        if not deliver(session, frame) or not session.online:
            session = in_room().session


@pytest.mark.parametrize("part", range(PARTS))
def test_well_formed_nonsense_makes_nobody_speak(part: int) -> None:
    chance = chance_of(f"nonsense {part}")
    session = in_room().session
    session.archive.query(ROOM)
    for _ in range(MUTATIONS_PER_PART):
        one, other = (
            parse(chance.choice(FRAMES).replace("consult-101", "consult-7")) for _ in "12"
        )
        if not deliver(session, serialise(grafted(one, other, chance))) or not session.online:
            session = in_room().session
            session.archive.query(ROOM)


@pytest.mark.parametrize("part", range(PARTS))
def test_nonsense_inside_a_success_gives_no_session_but_ours(part: int) -> None:
    chance = chance_of(f"inside {part}")
    for _ in range(MUTATIONS_PER_PART // 4):
        dialogue = online()
        dialogue.session.drop_stream()
        stream, _ = begun(dialogue)
        answer = parse(chance.choice(ANSWERS_INSIDE))
        other = parse(chance.choice([*FRAMES, *ANSWERS_INSIDE]))
        try:
            stream.receive(serialise(grafted(answer, other, chance)))
            if stream.admission is not None:
                dialogue.session.adopt(stream)
        except RemoteProtocolError:
            continue
        finally:
            assert not dialogue.session.online or dialogue.session.jid.startswith(f"{ACCOUNT}/")


@given(st.lists(st.sampled_from(FRAMES), max_size=12))
@settings(max_examples=150)
def test_any_order_of_true_frames_is_survived_while_signing_in(frames: list[str]) -> None:
    session = XmppSession("desk", lambda: "id-1")
    session.adopt(authenticated())
    for frame in frames:
        if not deliver(session, frame):
            assert session.receive(frame) == []
            return


@given(st.lists(st.sampled_from(FRAMES), max_size=12), st.integers(0, 12))
@settings(max_examples=150)
def test_a_socket_lost_at_any_frame_leaves_a_session_that_goes_on(frames, cut) -> None:
    dialogue = in_room()
    for frame in frames[:cut]:
        if not deliver(dialogue.session, frame):
            break
    dialogue.session.drop_stream()
    dialogue.session.adopt(authenticated())
    first = dialogue.sent()[0]
    assert first.startswith("<resume " if dialogue.session.can_resume else "<iq ")
    if "<bind" in first:
        dialogue.session.receive(bound(first))
        dialogue.session.receive(ENABLED)
        assert dialogue.session.online


def bound(asked: str) -> str:
    request = asked.partition('id="')[2].partition('"')[0]
    address = BIND.format(f"<jid>{JID}</jid>")
    return f"<iq {CLIENT} id='{request}' type='result'>{address}</iq>"


def test_a_command_that_is_refused_leaves_everything_as_it_was() -> None:
    dialogue = in_room()
    session = dialogue.session
    session.drop_stream()
    waiting = session.unacknowledged
    for command in (
        lambda: session.messages.send_text(ROOM, "x", "y"),
        lambda: session.archive.query(ROOM),
        lambda: session.rooms.self_ping(ROOM),
        dialogue.ask,
        session.close,
    ):
        with pytest.raises(LocalProtocolError):
            command()
    assert session.unacknowledged == waiting
    assert session.rooms.joined == {ROOM}
    assert session.can_resume
