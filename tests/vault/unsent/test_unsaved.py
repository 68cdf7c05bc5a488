"""What would be lost with a database in memory: no more than that."""

from tests.fakes.archive import ROOM, make_arrived
from workstation.domain.changes import Draft
from workstation.domain.closing import ClosingSummary
from workstation.domain.row_key import RowKey
from workstation.vault.archive.ingest import ingest
from workstation.vault.lists import timelines
from workstation.vault.unsent import closing, drafts, outbox
from workstation.vault.unsent.unsaved import unsaved


def test_words_and_files_that_were_not_sent_count(database):
    assert not unsaved(database)
    drafts.put(database, Draft(ROOM, "", files=("f",)), 1)
    closing.put(database, ROOM, ClosingSummary("hives"))
    assert (unsaved(database).drafts, unsaved(database).patients) == (2, ("王秀英",))


def test_a_quote_without_a_word_is_no_draft(database):
    ingest(database, [make_arrived("x", archive_id="a1")])
    (line,) = timelines.newest(database, ROOM, 1).messages
    drafts.quote(database, ROOM, RowKey(line.key), 1)
    assert drafts.get(database, ROOM).quote is not None
    assert not unsaved(database)


def test_a_summary_that_was_sent_is_a_message_and_no_draft(database):
    closing.send(database, ROOM, ClosingSummary("hives"), "s", "hives", 1)
    outbox.confirm(database, ROOM, "s")
    assert not unsaved(database)
