"""A room that was entered while its archive was empty: all that came since was missed."""

from tests.fakes.archive import ROOM, Archive
from tests.vault.archive.catching_up import JOINED, catch_up, deliver, marks, read_pages, say
from tests.vault.people import consultation
from workstation.domain.changes import Listed, Place
from workstation.vault.archive import gaps
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import RequestReason, gap_request
from workstation.vault.conversation import summaries
from workstation.vault.lists import consultations


def test_more_than_a_page_missed_in_a_new_room_is_fetched_to_the_first_word(database):
    archive = Archive()
    assert catch_up(database, archive) == [None]
    say(archive, *"abcdefgh")
    assert catch_up(database, archive) == [None, *[RequestReason.CATCH_UP] * 3]
    assert marks(database) == "a b c d e f g h"


def test_all_of_it_is_unread(database):
    archive = Archive()
    catch_up(database, archive)
    say(archive, *"abcdefgh")
    catch_up(database, archive)
    assert summaries.of_room(database, ROOM).unread == 8


def test_a_list_that_comes_after_the_words_has_them_read_anew(database):
    """Who speaks is known only then, and the words stand at places below zero."""
    archive = Archive()
    database.execute("DELETE FROM consultation")
    catch_up(database, archive)
    say(archive, *"abcd")
    ingest(database, [JOINED])
    read_pages(database, archive, 1, limit=3)
    catch_up(database, archive)
    changes = consultations.put(database, Listed(consultation(), Place.IN_PROCESS))
    assert changes.reread == {ROOM}


def test_what_follows_the_one_live_word_of_a_new_room_is_read_on_from_its_beginning(database):
    """The newest page would leave a hole between the two, and have it read back."""
    archive = Archive()
    catch_up(database, archive)
    deliver(database, archive, "a")
    ingest(database, [JOINED])
    say(archive, *"bcdefgh")
    (gap,) = gaps.of_room(database, ROOM)
    request = gap_request(gap)
    ingest(database, [archive.page(request, 4)], {"q": request})
    assert marks(database) == "a b c d |"
