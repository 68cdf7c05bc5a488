"""What came before its room was entered is left to the archive, also when it comes once more."""

from tests.xmpp.dialogue import JID, ROOM, Dialogue, in_room
from workstation.xmpp import limits
from workstation.xmpp.events import RoomMessage
from workstation.xmpp.ignored import Ignored, Reason


def joining() -> Dialogue:
    dialogue = Dialogue().online()
    dialogue.session.rooms.join(ROOM, "1001", "Dr. Chen")
    return dialogue


def stamped(number: int) -> str:
    return f"<body>x</body><stanza-id xmlns='urn:xmpp:sid:0' by='{ROOM}' id='s-{number}'/>"


def test_what_was_left_to_the_archive_does_not_come_once_more_behind_what_came_since() -> None:
    dialogue = in_room()
    dialogue.session.commit(dialogue.session.mark)
    dialogue.session.rooms.leave(ROOM)
    assert dialogue.say(stamped(1)) == [Ignored(Reason.UNKNOWN_ROOM)]
    dialogue.sent()
    dialogue.join()
    assert isinstance(dialogue.say(stamped(2))[0], RoomMessage)
    dialogue.resume(1)
    assert dialogue.say(stamped(1)) == [Ignored(Reason.HISTORY, ROOM)]
    assert isinstance(dialogue.say(stamped(2))[0], RoomMessage), "the vault knows that one"
    assert isinstance(dialogue.say(stamped(3))[0], RoomMessage)


def test_as_many_are_remembered_as_may_be_under_way() -> None:
    dialogue = joining()
    for number in range(limits.PASSED_OVER + 1):
        dialogue.say(stamped(number))
    dialogue.describe("id-2", ROOM, ("urn:xmpp:sid:0",))
    dialogue.presence("1001", JID, "110")
    dialogue.resume(1)
    assert isinstance(dialogue.say(stamped(0))[0], RoomMessage)
    assert dialogue.say(stamped(1)) == [Ignored(Reason.HISTORY, ROOM)]
