"""Who speaks under a nick that nobody is known by: nobody at first, and the archive is asked."""

import dataclasses

from tests.xmpp.dialogue import ROOM, in_room
from tests.xmpp.forms import SAID
from workstation.xmpp import limits
from workstation.xmpp.events import MessageOverlooked
from workstation.xmpp.ignored import Ignored, Reason

OF_NOBODY = dataclasses.replace(SAID, account=None)


def test_somebody_who_is_not_in_the_room_is_nobody_and_its_archive_may_tell_who_that_is() -> None:
    events = in_room().say("<body>better</body>", nick="ghost")
    assert events == [OF_NOBODY, MessageOverlooked(ROOM)]


def test_who_had_no_place_in_a_full_room_is_asked_for_in_its_archive() -> None:
    """A room may hold more than are remembered; who they are, its archive tells with each entry."""
    dialogue = in_room()
    inside = len(dialogue.session.rooms.get(ROOM).occupants)
    for number in range(limits.OCCUPANTS - inside):
        dialogue.presence(f"n{number}", f"n{number}@clinic.test")
    dialogue.presence("over", "over@clinic.test")
    events = dialogue.say("<body>better</body>", nick="over")
    assert events == [OF_NOBODY, MessageOverlooked(ROOM)]


def test_what_the_room_itself_says_is_asked_for_nowhere() -> None:
    assert in_room().say("<body>better</body>", nick="") == [OF_NOBODY]


def test_a_signal_of_nobody_is_asked_for_nowhere() -> None:
    typing = "<composing xmlns='http://jabber.org/protocol/chatstates'/>"
    assert in_room().say(typing, nick="ghost") == [Ignored(Reason.UNVOUCHED, ROOM)]
