"""What frames mean in the clinic's words, and what of them is told to an administrator."""

import dataclasses
import itertools
import logging

import pytest

from workstation.base.clock import SystemClock
from workstation.domain.commands import (
    FetchPage,
    MarkDisplayed,
    PreferRoom,
    Send,
    SetRooms,
    SetTyping,
)
from workstation.domain.events import (
    SESSION_LOST,
    Arrived,
    Displayed,
    Joined,
    Left,
    Overlooked,
    PageFailed,
    Typing,
)
from workstation.domain.mentions import Mention
from workstation.domain.message import (
    Attachment,
    Delivery,
    Message,
    MessageKind,
    Quote,
    Speaker,
    SpeakerRole,
)
from workstation.link import event_translator
from workstation.link.names import Names
from workstation.link.requests import ArchiveQueries
from workstation.link.session_driver import SessionDriver
from workstation.xmpp import events as wire_events
from workstation.xmpp.events import ArchivePage, DisplayedElsewhere, RoomJoined, RoomMessage
from workstation.xmpp.jid import Jid
from workstation.xmpp.mentions import AccountMention
from workstation.xmpp.replies import Reply
from workstation.xmpp.session import XmppSession

NAMES = Names("clinic.test")


def _wire() -> SessionDriver:
    ids = (f"i{number}" for number in itertools.count())
    wire = SessionDriver(XmppSession("desk", ids.__next__), NAMES, SystemClock(), 1001, lambda: "")
    wire.post(SetRooms((7,)))
    return wire


@pytest.mark.parametrize("vouches", [True, False])
def test_a_room_that_hides_who_speaks_is_told_of(vouches: bool, expect_log: list[str]) -> None:
    if not vouches:
        expect_log.append("room of a consultation hides who speaks")
    joined = RoomJoined(
        NAMES.room_jid(7), created=False, stamps_ids=True, archives=True, vouches=vouches
    )
    assert _wire().translator.translate(joined) == [Joined(7, archives=True, visit=1)]


@pytest.mark.parametrize("account", ["2001@clinic.test", None])
def test_who_has_said_something_writes_no_longer(account: str | None) -> None:
    """XEP-0085, 5.1: clients need not say that they stopped, the message itself does."""
    room = NAMES.room_jid(7)
    text = RoomMessage(room, account, "", "o-1", "a-1", "头疼", None, "", "", None)
    arrived, *more = _wire().translator.translate(text)
    assert isinstance(arrived, Arrived)
    assert more == ([Typing(7, 2001, composing=False)] if account else [])


def test_the_room_that_is_looked_at_is_the_first() -> None:
    wire = _wire()
    wire.post(SetRooms((7, 8)))
    assert wire.post(PreferRoom(8)) == []
    assert next(iter(wire.membership._memberships)) == NAMES.room_jid(8)


def test_a_room_that_is_wanted_no_longer_is_left() -> None:
    (left,) = _wire().post(SetRooms((8,)))
    assert isinstance(left, Left)
    assert left.consultation_id == 7


def test_a_page_of_its_archive_shows_that_a_room_knows_us(monkeypatch: pytest.MonkeyPatch) -> None:
    """A room that answers is not asked whether it does (XEP-0410)."""
    active: list[str] = []
    wire = _wire()
    monkeypatch.setattr(wire.membership, "on_activity", lambda room, _: active.append(room))
    page = ArchivePage("i1", NAMES.room_jid(7), (), (), complete=True)
    assert wire.translator.translate(page) == [], "nobody asked for it"
    assert active == [NAMES.room_jid(7)]


@pytest.mark.parametrize(("number", "is_wanted"), [(7, True), (8, False)])
def test_what_was_read_elsewhere_is_own_reading_of_a_wanted_room(
    number: int, is_wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(XmppSession, "jid", "1001@clinic.test/desk")
    read = DisplayedElsewhere(NAMES.room_jid(number), "a-1")
    expected = [Displayed(7, 1001, "a-1")] if is_wanted else []
    assert _wire().translator.translate(read) == expected


def test_what_was_read_elsewhere_waits_for_a_room_that_is_wanted_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The account's node answers before the list of consultations is read."""
    monkeypatch.setattr(XmppSession, "jid", "1001@clinic.test/desk")
    wire, room = _wire(), NAMES.room_jid(8)
    assert wire.translator.translate(DisplayedElsewhere(room, "a-1")) == []
    wire.post(SetRooms((7, 8)))
    joined = RoomJoined(room, created=False, stamps_ids=True, archives=True, vouches=True)
    expected = [Joined(8, archives=True, visit=1), Displayed(8, 1001, "a-1")]
    assert wire.translator.translate(joined) == expected
    again = wire.translator.translate(joined)
    assert not any(isinstance(event, Displayed) for event in again)


def test_what_was_read_elsewhere_waits_for_so_many_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(XmppSession, "jid", "1001@clinic.test/desk")
    monkeypatch.setattr(event_translator, "MAX_ROOMS", 2)
    wire, numbers = _wire(), (8, 9, 10)
    for number in numbers:
        wire.translator.translate(DisplayedElsewhere(NAMES.room_jid(number), "a-1"))
    wire.post(SetRooms(numbers))
    joined = [
        RoomJoined(
            NAMES.room_jid(number), created=False, stamps_ids=True, archives=True, vouches=True
        )
        for number in numbers
    ]
    events = [event for each in joined for event in wire.translator.translate(each)]
    read = [event.consultation_id for event in events if isinstance(event, Displayed)]
    assert read == [8, 9]


def test_members_are_mentioned_and_strangers_are_words_like_others() -> None:
    room, places = NAMES.room_jid(7), (0, 3)
    accounts = ("1001@clinic.test", "1001@elsewhere", "nobody@clinic.test")
    mentions = tuple(AccountMention(account, *places) for account in accounts)
    plain = RoomMessage(room, "1002@clinic.test", "", "o-1", "a-1", "@李 看", None, "", "", None)
    text = dataclasses.replace(plain, mentions=mentions)
    arrived, _ = _wire().translator.translate(text)
    assert arrived.mentions == (Mention(1001, *places),)


@pytest.mark.parametrize(
    ("kind", "text", "attachment", "excerpt"),
    [
        (MessageKind.TEXT, "几次？", None, "几次？"),
        (MessageKind.IMAGE, "", Attachment("https://x/1", "image/png"), "https://x/1"),
        (MessageKind.TEXT, "", None, ""),
    ],
)
def test_a_reply_repeats_what_its_quote_says_now(
    kind: MessageKind,
    text: str,
    attachment: Attachment | None,
    excerpt: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wire, sent = _wire(), []
    monkeypatch.setattr(wire, "visit", lambda _: 1)
    monkeypatch.setattr(
        wire.session.messages, "send_text", lambda *_, **more: sent.append(more["reply"])
    )
    speaker = Speaker(2001, SpeakerRole.PATIENT, "王秀英")
    quoted = Message(7, "q", speaker, kind, text, 0, Delivery.RECEIVED, attachment)
    for message in (quoted, None):
        wire.post(Send(7, "n", MessageKind.TEXT, "两次", quote=Quote("a1", "", message)))
    assert sent == [Reply("a1", excerpt), Reply("a1")]


@pytest.mark.parametrize("entered", [True, False])
def test_a_withdrawal_a_marker_and_typing_go_to_a_room_that_was_entered_alone(
    entered: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire, sent = _wire(), list[tuple[object, ...]]()
    messages, room = wire.session.messages, NAMES.room_jid(7)
    monkeypatch.setattr(wire, "visit", lambda _: 1 if entered else None)
    monkeypatch.setattr(messages, "retract", lambda *what: sent.append(what))
    monkeypatch.setattr(messages, "mark_displayed", lambda *what: sent.append(what))
    monkeypatch.setattr(wire.session.displayed_sync, "publish", lambda *what: sent.append(what))
    monkeypatch.setattr(
        messages, "set_composing", lambda where, *, composing: sent.append((where, composing))
    )
    wire.post(Send(7, "n", MessageKind.TEXT, "", retracts="a-1"))
    wire.post(MarkDisplayed(7, "a-2"))
    wire.post(SetTyping(7, composing=True))
    stanzas = [(room, "n", "a-1"), (room, "a-2"), (room, "a-2"), (room, True)]
    assert sent == (stanzas if entered else [])


def test_a_page_is_lost_with_its_session_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = _wire()
    monkeypatch.setattr(wire.session.archive, "query", lambda *_, **_rest: "r-1")
    queries = ArchiveQueries(wire.session)
    assert queries.ask(NAMES.room_jid(7), FetchPage(7, "q-1", after=""), 0.0) is None
    assert queries.lose() == [PageFailed(7, "q-1", SESSION_LOST)]
    assert queries.lose() == []


def test_of_a_message_that_cannot_be_read_its_consultation_is_told() -> None:
    translate = _wire().translator.translate
    assert translate(wire_events.MessageOverlooked(NAMES.room_jid(7))) == [Overlooked(7)]
    assert translate(wire_events.MessageOverlooked(Jid("lunch@consult.clinic.test"))) == []


def test_who_sends_such_all_the_time_fills_no_log(caplog: pytest.LogCaptureFixture) -> None:
    translate = _wire().translator.translate
    with caplog.at_level(logging.INFO, "workstation.link"):
        for _ in range(1_000):
            translate(wire_events.MessageOverlooked(NAMES.room_jid(7)))
    counts = [each.args for each in caplog.records]
    assert counts == [(1,), (10,), (100,), (1_000,)]
