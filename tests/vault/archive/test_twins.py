"""Messages whose senders gave several the same id, or none, while nobody knows who wrote them."""

from tests.fakes.archive import PATIENT, make_arrived
from tests.vault.archive.catching_up import marks
from workstation.vault.archive.ingest import ingest


def unnamed(text, member_id=None):
    return make_arrived(text, member_id, origin_id="", archive_id=text)


def test_one_more_is_taken_in_after_the_writer_of_the_first_is_known(database):
    ingest(database, [unnamed("a"), unnamed("b"), unnamed("c")])
    ingest(database, [unnamed("a", PATIENT)])
    ingest(database, [unnamed("d")])
    assert marks(database) == "a b c d"


def test_each_gets_its_writer_in_any_order(database):
    ingest(database, [unnamed("a"), unnamed("b"), unnamed("c")])
    for text in "bcad":
        ingest(database, [unnamed(text, PATIENT)])
    assert marks(database) == "a b c d"
