"""Two databases of one doctor become one: nothing is lost, nothing comes twice, in order."""

import pytest

from tests.fakes.archive import ROOM, make_arrived
from workstation.domain.changes import Draft
from workstation.domain.closing import ClosingSummary, KeptSummary
from workstation.domain.message import Delivery, MessageKind
from workstation.domain.quick_replies import QuickReply
from workstation.vault import preferences
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import members
from workstation.vault.conversation.in_doubt import RESTORED
from workstation.vault.doctor import quick_replies
from workstation.vault.rescue import local_data
from workstation.vault.rescue.local_data import SET_ASIDE, RestoredCounts
from workstation.vault.unsent import closing, drafts, failures, files, outbox


def say(connection, *texts):
    for text in texts:
        outbox.add(connection, ROOM, text, MessageKind.TEXT, text, 1)


def write(connection, text, *names):
    drafts.put(connection, Draft(ROOM, text, len(text), names), 5)


def unsent(connection):
    return [(entry.text, entry.state) for entry in outbox.entries(connection)]


def test_newer_words_wait_behind_those_that_are_here(fresh_databases):
    memory, disk = fresh_databases
    say(disk, "one")
    say(memory, "two", "three")
    outbox.mark_sending(memory, "two")
    words = local_data.read(memory)
    assert local_data.merge(disk, words, newer=True) == RestoredCounts(2, 0)
    expected = [("one", Delivery.QUEUED), ("two", Delivery.SENDING), ("three", Delivery.QUEUED)]
    assert unsent(disk) == expected
    assert local_data.merge(disk, words, newer=True) == RestoredCounts(0, 0)
    assert unsent(disk) == expected


def test_what_the_room_has_confirmed_does_not_come_back(fresh_databases):
    old, live = fresh_databases
    say(old, "one", "two")
    ingest(live, [make_arrived("one", 1001, origin_id="one", archive_id="a")])
    local_data.merge(live, local_data.read(old), newer=False)
    assert unsent(live) == [("two", Delivery.FAILED)]


@pytest.mark.parametrize(
    ("live_text", "comes", "newer", "together"),
    [
        ("", "b", True, "b"),
        ("a", "", True, "a"),
        ("a", "b", True, "a\nb"),
        ("a", "b", False, "b\na"),
        ("same", "same", True, "same"),
        ("begun", "begun and ended", True, "begun and ended"),
    ],
)
def test_of_two_drafts_no_word_is_lost_and_none_doubled(
    fresh_databases, live_text, comes, newer, together
):
    other, live = fresh_databases
    write(live, live_text)
    write(other, comes)
    for _ in range(2):
        local_data.merge(live, local_data.read(other), newer=newer)
        assert drafts.get(live, ROOM).text == together


def test_pictures_come_with_their_draft(fresh_databases):
    other, live = fresh_databases
    mine = files.keep(live, b"here", "image/jpeg", "a.jpg")
    theirs = files.keep(other, b"there", "image/jpeg", "b.jpg")
    write(live, "a", mine.file_id)
    write(other, "b", theirs.file_id)
    local_data.merge(live, local_data.read(other), newer=True)
    assert [files.data(live, name) for name in drafts.get(live, ROOM).files] == [b"here", b"there"]


def test_of_two_recordings_the_older_waits_as_a_message_of_its_own(fresh_databases):
    other, live = fresh_databases
    for connection, content in ((live, b"here"), (other, b"there")):
        drafts.put_voice(connection, ROOM, content, ("audio/mp4", "m4a"), 900, 5)
    local_data.merge(live, local_data.read(other), newer=True)
    assert files.data(live, drafts.get(live, ROOM).voice.file_id) == b"there"
    (spare,) = outbox.entries(live)
    assert (spare.kind, spare.failure) == (MessageKind.VOICE, SET_ASIDE)
    assert files.data(live, spare.file_id) == b"here"


@pytest.mark.parametrize("newer", [True, False])
def test_what_is_true_of_one_database_s_archives_is_said_of_no_other(fresh_databases, newer):
    """That a room began empty would pass the messages over that only the other one has read."""
    other, live = fresh_databases
    preferences.put(other, f"archive.empty.{ROOM}", True)
    preferences.put(other, "voice.rate", 1.5)
    local_data.merge(live, local_data.read(other), newer=newer)
    assert preferences.get(live, f"archive.empty.{ROOM}") is None
    assert preferences.get(live, "voice.rate") == 1.5


@pytest.mark.parametrize("newer", [True, False])
def test_of_two_unsent_summaries_no_part_is_lost_and_none_doubled(fresh_databases, newer):
    other, live = fresh_databases
    older, later = (live, other) if newer else (other, live)
    closing.put(older, ROOM, ClosingSummary("感冒", "多喝水,休息", "", True, "12-1"))
    closing.put(later, ROOM, ClosingSummary("咳嗽", "多喝水", "止咳糖浆", False, "12-5"))
    together = ClosingSummary("感冒\n咳嗽", "多喝水,休息", "止咳糖浆", False, "12-1 / 12-5")
    for _ in range(2):
        local_data.merge(live, local_data.read(other), newer=newer)
        assert closing.get(live, ROOM).draft == together


@pytest.mark.parametrize("newer", [True, False])
@pytest.mark.parametrize("sent_here", [True, False])
def test_a_sent_summary_takes_no_unsent_one_away(fresh_databases, newer, sent_here):
    other, live = fresh_databases
    theirs, mine = (live, other) if sent_here else (other, live)
    sent, unsent = ClosingSummary("感冒"), ClosingSummary("咳嗽", "休息")
    closing.send(theirs, ROOM, sent, "s1", "感冒", 9)
    closing.put(mine, ROOM, unsent)
    for _ in range(2):
        local_data.merge(live, local_data.read(other), newer=newer)
        assert closing.get(live, ROOM) == KeptSummary(ROOM, unsent, sent, "s1", 9)


@pytest.mark.parametrize(
    ("begun", "is_sent"),
    [
        (ClosingSummary("感冒", " 休息 "), True),
        (ClosingSummary("感冒", no_prescription=True), True),
        (ClosingSummary("感冒", follow_up="12-5"), True),
        (ClosingSummary("感冒", follow_up="12-"), False),
        (ClosingSummary("感冒", "休息，多喝水，忌口"), False),
    ],
)
def test_a_summary_that_was_gone_on_with_and_sent_is_sent(fresh_databases, begun, is_sent):
    """An older program was given its beginning, and sent what came of it."""
    aside, live = fresh_databases
    sent = ClosingSummary("感冒，轻", "休息，多喝水", "止咳糖浆", False, "12-5")
    closing.put(aside, ROOM, begun)
    closing.send(live, ROOM, sent, "s1", "感冒，轻", 9)
    local_data.merge(live, local_data.read(aside), newer=False)
    summary = closing.get(live, ROOM)
    assert (summary.draft == sent) is is_sent
    assert summary.sent == sent


@pytest.mark.parametrize("newer", [True, False])
def test_what_is_written_after_a_summary_was_sent_is_not(fresh_databases, newer):
    """Shortened since, or written anew where nobody knew of the one that was sent."""
    other, live = fresh_databases
    older, later = (live, other) if newer else (other, live)
    closing.send(older, ROOM, ClosingSummary("感冒，轻", "休息"), "s1", "感冒，轻", 9)
    closing.put(later, ROOM, ClosingSummary("感冒"))
    local_data.merge(live, local_data.read(other), newer=newer)
    assert closing.get(live, ROOM).draft == ClosingSummary("感冒")


@pytest.mark.parametrize("newer", [True, False])
def test_an_emptied_summary_takes_no_words_away(fresh_databases, newer):
    other, live = fresh_databases
    closing.put(live, ROOM, ClosingSummary("感冒"))
    closing.put(other, ROOM, ClosingSummary())
    local_data.merge(live, local_data.read(other), newer=newer)
    assert closing.get(live, ROOM).draft == ClosingSummary("感冒")


@pytest.mark.parametrize("newer", [True, False])
def test_of_two_sent_summaries_the_last_one_is_remembered(fresh_databases, newer):
    other, live = fresh_databases
    closing.send(live, ROOM, ClosingSummary("感冒"), "s2", "感冒", 9)
    closing.send(other, ROOM, ClosingSummary("咳嗽"), "s1", "咳嗽", 8)
    local_data.merge(live, local_data.read(other), newer=newer)
    assert closing.get(live, ROOM).origin_id == "s2"
    assert closing.get(live, ROOM).draft == ClosingSummary("感冒")


def test_a_summary_that_comes_back_is_counted_with_the_drafts(fresh_databases):
    other, live = fresh_databases
    closing.put(other, ROOM, ClosingSummary("感冒"))
    words = local_data.read(other)
    assert local_data.merge(live, words, newer=False) == RestoredCounts(0, 1)
    assert local_data.merge(live, words, newer=False) == RestoredCounts(0, 0)


def test_a_run_in_memory_lowers_no_strength_that_the_server_must_prove(fresh_databases):
    """It begins with none and takes what is offered; a stronger one is learned again."""
    memory, disk = fresh_databases
    preferences.put(disk, "im.strongest.a.test", "SCRAM-SHA-256-PLUS")
    preferences.put(memory, "im.strongest.a.test", "PLAIN")
    preferences.put(memory, "im.strongest.b.test", "SCRAM-SHA-256")
    local_data.merge(disk, local_data.read(memory), newer=True)
    assert preferences.get(disk, "im.strongest.a.test") == "SCRAM-SHA-256-PLUS"
    assert preferences.get(disk, "im.strongest.b.test") == "SCRAM-SHA-256"


def test_quick_replies_come_once(fresh_databases):
    other, live = fresh_databases
    for connection in fresh_databases:
        quick_replies.add(connection, [QuickReply("同", "都有")])
    quick_replies.add(other, [QuickReply("新", "只在那边")])
    for _ in range(2):
        local_data.merge(live, local_data.read(other), newer=True)
    assert [reply.title for reply in quick_replies.read_all(live)] == ["同", "新"]


def test_why_a_message_failed_is_known_where_its_database_was_set_aside(fresh_databases):
    old, live = fresh_databases
    say(old, "refused", "tried", "new")
    failures.fail(old, "refused", "forbidden")
    outbox.mark_sending(old, "tried")
    local_data.merge(live, local_data.read(old), newer=False)
    reasons = {entry.origin_id: entry.failure for entry in outbox.entries(live)}
    assert reasons == {
        "refused": "forbidden",
        "tried": RESTORED,
        "new": SET_ASIDE,
    }


def test_a_name_is_known_as_it_was_learnt_here(fresh_databases):
    """What a run in memory knew of a name may be older."""
    memory, disk = fresh_databases
    members.learn(memory, 2001, "王")
    members.learn(disk, 2001, "王秀英")
    local_data.merge(disk, local_data.read_newer(memory), newer=True)
    assert members.names(disk)[2001] == "王秀英"
