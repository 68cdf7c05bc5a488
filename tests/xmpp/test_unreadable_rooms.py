"""Where somebody sends what nobody can read, the room is read up to the present all the same."""

from tests.xmpp.archive_frames import BROKEN, entry, fin, live
from tests.xmpp.dialogue import ROOM, in_room
from workstation.xmpp import limits
from workstation.xmpp.events import ArchivePage, MessageOverlooked, RequestFailed
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.poisoned_entries import RESULT, PoisonedEntries, is_overlooked
from workstation.xmpp.xml import child


def test_who_sends_such_all_the_time_keeps_no_room_behind() -> None:
    """Each page has one that the page before had not."""
    dialogue = in_room()
    request = dialogue.session.archive.query(ROOM)
    dialogue.receive(entry(request, "s-1", BROKEN))
    assert dialogue.answer(request, fin("s-1")) == [RequestFailed(request, "malformed-answer")]
    request = dialogue.session.archive.query(ROOM)
    for number in range(2, 9):
        frame = entry(request, f"s-{number}", BROKEN)
        assert dialogue.receive(frame) == [Ignored(Reason.UNREADABLE_RESULT, ROOM)]
        (got,) = dialogue.answer(request, fin(f"s-{number}"))
        assert isinstance(got, ArchivePage)
        request = dialogue.session.archive.query(ROOM)


def test_what_came_broken_live_breaks_no_page() -> None:
    """It came twice then."""
    dialogue = in_room()
    assert dialogue.receive(live(BROKEN)) == [MessageOverlooked(ROOM)]
    request = dialogue.session.archive.query(ROOM)
    dialogue.receive(entry(request, "s-1", BROKEN))
    (got,) = dialogue.answer(request, fin("s-1"))
    assert isinstance(got, ArchivePage)


def test_an_entry_of_another_room_breaks_its_page_all_the_same() -> None:
    dialogue = in_room()
    dialogue.receive(live(BROKEN))
    request = dialogue.session.archive.query("consult-8@consult.clinic.test")
    dialogue.receive(entry(request, "s-1", BROKEN, sender="consult-8@consult.clinic.test"))
    assert dialogue.session.archive._open[request].broken


def test_the_memory_of_such_rooms_is_bounded() -> None:
    poisoned = PoisonedEntries()

    def is_new(number: int) -> bool:
        frame = entry("q", "s-1", BROKEN, sender=f"consult-{number}@consult.clinic.test")
        beginning = poisoned.recover_head(frame, at_once=False)
        return is_overlooked(child(beginning, RESULT))

    assert all(is_new(number) for number in range(limits.POISONED + 1))
    assert not is_new(1)
    assert is_new(0)
