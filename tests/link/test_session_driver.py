"""What frames mean in the clinic's words, and what of them is told to an administrator."""

import itertools

import pytest

from workstation.clock import SystemClock
from workstation.domain.commands import SetRooms
from workstation.domain.events import Arrived, Displayed, Joined, Left, Typing
from workstation.link.names import Names
from workstation.link.session_driver import SessionDriver
from workstation.xmpp.displayed_elsewhere import DisplayedElsewhere
from workstation.xmpp.events import ArchivePage, RoomJoined, RoomMessage
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
