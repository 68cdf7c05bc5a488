"""Of the two sealed files the one with the newer words wins; where nobody knows, both stay."""

import asyncio
import functools
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fakes.archive import COLLEAGUE, ME, ROOM, make_arrived
from tests.vault.damaged import ask, damage_table, do, leave_copy_behind, lose_log, write_all
from tests.vault.people import KEY, consultation, furnish
from workstation.domain.bookmarks import Bookmark
from workstation.domain.changes import Draft
from workstation.domain.closing import ClosingSummary
from workstation.domain.marks import Mark
from workstation.domain.message import Delivery, MessageKind
from workstation.domain.notes import PatientNote, note_subject
from workstation.domain.quick_replies import QuickReply
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation.in_doubt import RESTORED
from workstation.vault.database import Vault
from workstation.vault.doctor import bookmarks, marks, notes, quick_replies
from workstation.vault.engine.opening import open_database
from workstation.vault.rescue import local_data, memory_move, outbox_backup, recovery, revisions
from workstation.vault.schema.migrations import STEPS
from workstation.vault.unsent import (
    closing,
    colleague_answers,
    drafts,
    failures,
    outbox,
    own_amendments,
)

OLD_FILES = Path(__file__).parents[1] / "files"
SUBJECT = note_subject(consultation())
VOICE = "https://clinic.example/voice.m4a"


def write_words(connection) -> None:
    """One of each kind of a doctor's words, beside those of ``write_all``."""
    notes.put(connection, PatientNote(SUBJECT, ROOM, "5 mg", ("高风险",)))
    closing.put(connection, ROOM, ClosingSummary("5 mg"))
    quick_replies.add(connection, [QuickReply("剂量", "5 mg")])
    bookmarks.put(connection, ROOM, VOICE, Bookmark(1_000, "5 mg"), 7)
    marks.put(connection, Mark(ROOM, pinned_ms=5))


def change_words(connection) -> None:
    """The same later; that clock runs before the one of before."""
    drafts.put(connection, Draft(ROOM, "10 mg", 3), 1)
    notes.put(connection, PatientNote(SUBJECT, ROOM, "10 mg", ()))
    closing.put(connection, ROOM, ClosingSummary("10 mg"))
    (reply,) = quick_replies.read_all(connection)
    quick_replies.change(connection, QuickReply("剂量", "10 mg", "", reply.reply_id))
    bookmarks.put(connection, ROOM, VOICE, Bookmark(1_000, "10 mg"), 1)
    marks.put(connection, Mark(ROOM, pinned_ms=1))
    own_amendments.correct(connection, ROOM, "one", "new", "10 mg", 1, 0)


def words(connection) -> tuple:
    (note,) = notes.read_all(connection)
    return (
        drafts.get(connection, ROOM).text,
        (note.text, note.labels),
        closing.get(connection, ROOM).draft.assessment,
        [reply.text for reply in quick_replies.read_all(connection)],
        bookmarks.of_consultation(connection, ROOM)[VOICE][0].note,
        marks.read_all(connection)[0].pinned_ms,
        next((entry.origin_id, entry.text, entry.state) for entry in outbox.entries(connection)),
    )


NEW = ("10 mg", ("10 mg", ()), "10 mg", ["10 mg"], "10 mg", 1, ("one", "10 mg", Delivery.QUEUED))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A vault with words of each kind."""
    path = tmp_path / "vault.db"
    write_all(path)
    do(path, write_words)
    return path


def test_what_was_changed_since_a_lost_log_stays_changed(path):
    lose_log(path, change_words)
    assert ask(path, words) == NEW
    assert ask(path, words) == NEW


def test_nor_where_the_log_of_that_opening_is_lost_as_well(path):
    before = path.read_bytes()
    lose_log(path, change_words)
    assert ask(path, words) == NEW
    path.write_bytes(before)
    assert ask(path, words) == NEW


@pytest.mark.parametrize("version", [1, len(STEPS) - 1])
def test_a_database_of_an_earlier_version_has_what_the_second_file_tells(path, version):
    do(path, change_words)
    shutil.copy(OLD_FILES / f"version-{version}.db", path)
    assert ask(path, words)[:-1] == NEW[:-1]
    assert {"第三条", "10 mg"} <= {entry.text for entry in ask(path, outbox.entries)}


def test_a_copy_that_was_late_does_not_take_changes_back(path):
    leave_copy_behind(path, change_words)
    assert ask(path, words) == NEW
    assert ask(path, words) == NEW


def test_a_message_taken_back_since_a_lost_log_is_not_sent(path):
    lose_log(path, lambda connection: failures.discard(connection, "one"))
    vault = Vault.open(path, KEY)
    entry = asyncio.run(vault.read(outbox.get, "one"))
    assert (entry.state, entry.failure) == (Delivery.FAILED, RESTORED)
    assert vault.restored == 1
    vault.close()


def test_nobody_is_asked_about_a_message_that_may_have_gone_out(path):
    """The echo was lost with the log: the archive has it, or it is sent once more."""
    do(path, lambda connection: outbox.mark_sending(connection, "one"))
    echo = make_arrived("第一条", ME, origin_id="one", archive_id="z")
    lose_log(path, lambda connection: ingest(connection, [echo]))
    vault = Vault.open(path, KEY)
    assert asyncio.run(vault.read(outbox.get, "one")).state is Delivery.SENDING
    assert vault.restored == 0
    vault.close()


def test_a_correction_that_took_its_messages_place_since_is_there_once(path):
    """Refused, a message stands in the words, and under the id, of its correction."""
    do(path, lambda connection: outbox.mark_sending(connection, "one"))
    do(path, lambda connection: own_amendments.correct(connection, ROOM, "one", "c", "0.5", 5, 0))
    lose_log(path, lambda connection: failures.fail(connection, "one", "refused"))
    entries = ask(path, outbox.entries)
    assert [(entry.origin_id, entry.text) for entry in entries] == [
        ("c", "0.5"),
        ("two", ""),
        ("three", "第三条"),
    ]


def of_an_earlier_build(path: Path) -> None:
    """No file has counted anything."""
    backup = outbox_backup.open_alone(path, KEY)
    backup.execute("DROP TABLE backup.revision")
    backup.close()
    connection = open_database(path, KEY)
    connection.execute("DELETE FROM preference WHERE name = ?", (revisions.REVISION,))
    connection.close()


def test_where_nobody_knows_which_is_newer_no_word_goes(path):
    lose_log(path, change_words)
    of_an_earlier_build(path)
    draft, note, assessment, *_ = ask(path, words)
    assert draft == "10 mg\n还没写完"
    assert note == ("10 mg\n5 mg", ("高风险",))
    assert assessment == "10 mg\n5 mg"
    assert ask(path, words)[:3] == (draft, note, assessment)


def test_a_copy_that_is_made_level_counts_as_far(path):
    connection = open_database(path, KEY)
    outbox_backup.attach(connection, path, KEY)
    connection.execute("UPDATE backup.revision SET number = number - 1; DELETE FROM backup.draft")
    assert revisions.lead(connection) == 1
    outbox_backup.synchronise(connection)
    assert revisions.lead(connection) == 0
    connection.close()


def test_how_far_another_database_has_counted_is_not_taken_over(path, database):
    count = ask(path, revisions.number)
    assert count > 0
    local_data.merge(database, ask(path, local_data.read), newer=True)
    assert revisions.number(database) == 0


def add(name: str) -> Callable:
    """Take a message in."""
    return lambda connection: outbox.add(connection, ROOM, name, MessageKind.TEXT, name, 9)


def test_two_messages_that_have_one_place_in_files_that_parted_are_both_there(path):
    database, copy = path.read_bytes(), outbox_backup.path_beside(path)
    before = copy.read_bytes()
    do(path, add("here"))
    here = path.read_bytes()
    path.write_bytes(database)
    copy.write_bytes(before)
    do(path, add("there"))
    path.write_bytes(here)
    states = {entry.origin_id: entry.state for entry in ask(path, outbox.entries)}
    assert list(states) == ["one", "two", "three", "here", "there"]
    assert (states["here"], states["there"]) == (Delivery.QUEUED, Delivery.FAILED)


def test_where_nobody_knows_the_files_of_both_drafts_stay(path):
    do(path, lambda connection: drafts.put(connection, Draft(ROOM, "看图", 2, ("old",)), 5))
    lose_log(path, lambda connection: drafts.put(connection, Draft(ROOM, "看图", 2, ("new",)), 6))
    of_an_earlier_build(path)
    assert ask(path, functools.partial(drafts.get, consultation_id=ROOM)).files == ("new", "old")


def test_opening_files_that_are_level_writes_nothing(path):
    copy = outbox_backup.path_beside(path)
    before = path.read_bytes(), copy.read_bytes()
    Vault.open(path, KEY).close()
    assert (path.read_bytes(), copy.read_bytes()) == before


def test_a_database_in_which_nothing_was_written_is_empty(tmp_path):
    """What memory holds is put into an empty one as it is."""
    assert ask(tmp_path / "vault.db", memory_move.is_empty)


@pytest.mark.parametrize("part", [lose_log, leave_copy_behind])
def test_a_damaged_file_is_rebuilt_of_the_newer_words(path, part):
    part(path, change_words)
    damage_table(path, KEY, "message")
    recovery.rebuild(path, KEY)
    assert ask(path, words) == NEW
    assert ask(path, words) == NEW


def test_of_two_damaged_files_the_newer_words_are_carried_over(path):
    lose_log(path, change_words)
    damage_table(path, KEY, "message")
    damage_table(outbox_backup.path_beside(path), outbox_backup.backup_key(KEY), "file")
    recovery.rebuild(path, KEY)
    assert ask(path, words) == NEW


def test_a_message_taken_back_since_is_not_sent_after_a_rebuilding_either(path):
    lose_log(path, lambda connection: failures.discard(connection, "one"))
    damage_table(path, KEY, "message")
    recovery.rebuild(path, KEY)
    entry = ask(path, functools.partial(outbox.get, origin_id="one"))
    assert (entry.state, entry.failure) == (Delivery.FAILED, RESTORED)


def answer(connection) -> None:
    furnish(connection)
    ingest(connection, [make_arrived("改用 10 mg", COLLEAGUE, archive_id="a1", at_ms=2_000)])


@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_colleagues_answer_is_told_though_messages_have_other_numbers(path, is_damaged):
    """A draft knows the newest message of when it was begun by a number of that database."""
    if is_damaged:
        damage_table(path, KEY, "message")
        recovery.rebuild(path, KEY)
    else:
        path.write_bytes(b"")
    do(path, answer)
    answers = ask(path, functools.partial(colleague_answers.find_since_draft, consultation_id=ROOM))
    assert [message.text for message in answers] == ["改用 10 mg"]
