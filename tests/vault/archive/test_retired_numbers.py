"""What is asked for knows the messages of then by their numbers, so no number is given twice."""

from tests.fakes.archive import ROOM, Archive, make_arrived
from tests.vault.archive.catching_up import JOINED, catch_up, marks, say
from workstation.vault.archive import pages
from workstation.vault.archive.ingest import ingest
from workstation.vault.lists import consultations

OTHER = ROOM + 1


def test_what_comes_while_another_conversation_is_forgotten_is_newer_than_the_page(database):
    archive = Archive()
    say(archive, "a")
    catch_up(database, archive)
    ingest(database, [make_arrived(text, consultation_id=OTHER) for text in "xyz"])
    say(archive, "b")
    ingest(database, [JOINED])
    request = pages.first_request(database, ROOM)
    page = archive.page(request)
    consultations.forget(database, [OTHER])
    ingest(database, say(archive, "c"))
    ingest(database, [page], {"q": request})
    assert marks(database) == "a b c"


def test_numbers_stay_retired_when_all_is_forgotten_twice(database):
    for room in (OTHER, ROOM):
        ingest(database, [make_arrived(text, consultation_id=room) for text in "xyz"])
    for room in (ROOM, OTHER):
        consultations.forget(database, [room])
    ingest(database, [make_arrived("a")])
    assert pages.first_request(database, ROOM).asked == 7
