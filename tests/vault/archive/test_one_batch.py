"""Several things that come at once are taken in as if they came one after the other."""

from tests.fakes.archive import ME, PATIENT, ROOM, Archive, make_arrived
from tests.vault.archive.catching_up import catch_up, marks, say
from tests.vault.people import consultation
from workstation.domain.changes import Listed, Place
from workstation.domain.events import Displayed
from workstation.vault.archive import pages
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import summaries
from workstation.vault.lists import consultations


def test_what_is_said_after_a_page_stands_behind_all_of_it(database):
    archive = Archive()
    say(archive, *"a")
    catch_up(database, archive)
    (live,) = say(archive, "b")
    say(archive, *"cd")
    request = pages.first_request(database, ROOM)
    page = archive.page(request, 9)
    (later,) = say(archive, "e")
    ingest(database, [live, page, later], {"q": request})
    assert marks(database) == "a b c d e"


def test_what_is_said_while_a_history_is_read_is_news(database):
    archive = Archive()
    say(archive, *"abc")
    consultations.put(database, Listed(consultation(), Place.HISTORY))
    request = pages.history_request(database, ROOM)
    page = archive.page(request, 9)
    done = ingest(database, [page, make_arrived("d", PATIENT, archive_id="z")], {"q": request})
    assert [line.text for line in done.changes.news] == ["d"]
    assert summaries.of_room(database, ROOM).unread == 1


def test_what_was_read_elsewhere_is_no_news_once_its_writer_is_known(database):
    unnamed = make_arrived("a", None, origin_id="", archive_id="a1")
    ingest(database, [unnamed])
    named = make_arrived("a", PATIENT, origin_id="", archive_id="a1")
    seen = make_arrived("b", PATIENT, archive_id="a2")
    ingest(database, [seen, Displayed(ROOM, ME, "a2"), named])
    assert summaries.of_room(database, ROOM).unread == 0
