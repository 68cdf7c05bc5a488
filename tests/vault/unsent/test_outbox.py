"""A message waits in its place until the room has it or the doctor takes it back."""

import pytest

from tests.fakes.archive import ME, ROOM, make_arrived
from workstation.domain.changes import Draft
from workstation.domain.commands import Send
from workstation.domain.message import Attachment, Delivery, MessageKind, SpeakerRole
from workstation.vault.archive.ingest import ingest
from workstation.vault.lists import timelines
from workstation.vault.unsent import drafts, failures, files, outbox


def add(database, *names, room=ROOM):
    return [outbox.add(database, room, name, MessageKind.TEXT, name, 10) for name in names]


def names(database, room=None):
    return [entry.origin_id for entry in outbox.entries(database, room)]


def states(database):
    return [entry.state.value for entry in outbox.entries(database)]


def test_messages_keep_the_order_typed_whatever_happens_to_them(database):
    add(database, "a", "b", "c")
    outbox.mark_sending(database, "b")
    failures.fail(database, "a", "forbidden", "为什么")
    failures.retry(database, "a")
    outbox.requeue(database)
    assert names(database) == ["a", "b", "c"]
    assert states(database) == ["queued"] * 3


def test_rooms_are_told_apart(database):
    add(database, "a")
    add(database, "b", room=8)
    assert (names(database, ROOM), names(database, 8)) == (["a"], ["b"])


def test_adding_the_same_id_again_changes_nothing(database):
    add(database, "a")
    assert not add(database, "a")[0]
    assert names(database) == ["a"]


def test_a_new_message_is_told_as_the_line_and_the_summary_it_becomes(database):
    (changes,) = add(database, "a")
    (line,) = changes.messages
    assert (line.key, line.delivery, line.position) == ("oa", Delivery.QUEUED, None)
    assert (line.speaker.role, line.speaker.name) == (SpeakerRole.ME, "李医生")
    assert (changes.summaries[0].unsent, changes.summaries[0].last_unsent) == (1, line)
    assert timelines.newest(database, ROOM, 60).unsent == (line,)


def test_a_refused_message_says_why_and_stops_nobody(database):
    add(database, "a", "b")
    changes = failures.fail(database, "a", "not-allowed", "禁言")
    assert (changes.messages[0].failure, changes.summaries[0].failed) == ("not-allowed", 1)
    assert changes.messages[0].server_text == "禁言"
    assert not outbox.mark_sending(database, "a")
    outbox.mark_sending(database, "b")
    assert states(database) == ["failed", "sending"]
    assert outbox.get(database, "a").server_text == "禁言"


def test_a_message_under_way_cannot_be_taken_back_as_if_it_had_not_gone(database):
    add(database, "a", "b")
    outbox.mark_sending(database, "a")
    assert not failures.discard(database, "a")
    removed = failures.discard(database, "b").removed
    assert ([line.key for line in removed], names(database)) == (["ob"], ["a"])
    assert not failures.discard(database, "b")


def test_a_message_that_ends_the_session_twice_is_set_aside(database):
    add(database, "a", "b")
    assert not failures.count_session_death(database, "a")
    changes = failures.count_session_death(database, "a")
    assert changes.messages[0].failure == failures.POISON
    failures.retry(database, "a")
    assert not failures.count_session_death(database, "a")
    assert states(database) == ["queued", "queued"]


def test_what_was_under_way_in_one_room_waits_again_there_only(database):
    add(database, "a")
    add(database, "b", room=8)
    for name in "ab":
        outbox.mark_sending(database, name)
    changes = outbox.requeue(database, ROOM)
    assert [line.key for line in changes.messages] == ["oa"]
    assert states(database) == ["queued", "sending"]


@pytest.mark.parametrize(
    "verb", [outbox.mark_sending, failures.retry, failures.discard, failures.count_session_death]
)
def test_a_message_that_is_gone_is_no_matter(database, verb):
    assert not verb(database, "ghost")
    assert outbox.get(database, "ghost") is None


def test_the_command_is_the_same_at_every_try(database):
    add(database, "a")
    before = outbox.get(database, "a").command
    outbox.mark_sending(database, "a")
    outbox.requeue(database)
    assert outbox.get(database, "a").command == before
    assert before == Send(ROOM, "a", MessageKind.TEXT, "a")


def test_halves_of_characters_are_mended_before_they_are_kept(database):
    outbox.add(database, ROOM, "a", MessageKind.TEXT, "\ud83d\ude00 \ud800 好\x00", 1)
    assert outbox.get(database, "a").text == "😀 \ufffd 好\x00"
    drafts.put(database, Draft(ROOM, "\udc00"), 1)
    assert drafts.get(database, ROOM).text == "\ufffd"


def picture(database):
    return files.keep(database, b"\xff\xd8jpeg", "image/jpeg", "a.jpg", width=4, height=3)


def test_a_picture_is_shown_before_it_has_an_address_and_kept_until_the_room_has_it(database):
    file = picture(database)
    outbox.add(database, ROOM, "a", MessageKind.IMAGE, "", 1, file_id=file.file_id)
    (line,) = timelines.newest(database, ROOM, 60).unsent
    assert line.attachment == Attachment("", "image/jpeg", "a.jpg", 6, 4, 3)
    assert line.file_id == file.file_id
    uploaded = Attachment("https://x/1.jpg", "image/jpeg", "a.jpg", 6, 4, 3)
    outbox.mark_uploaded(database, "a", uploaded)
    assert outbox.get(database, "a").command.attachment == uploaded
    assert files.data(database, file.file_id) == b"\xff\xd8jpeg"
    echo = make_arrived(
        "", ME, origin_id="a", kind=MessageKind.IMAGE, attachment=uploaded, archive_id="e"
    )
    ingest(database, [echo])
    assert files.describe(database, file.file_id) is None


def test_a_file_goes_only_when_nothing_names_it(database):
    attached, shared, stray = picture(database), picture(database), picture(database)
    drafts.put(database, Draft(ROOM, "", files=(attached.file_id, shared.file_id)), 1)
    outbox.add(database, ROOM, "a", MessageKind.IMAGE, "", 1, file_id=shared.file_id)
    failures.discard(database, "a")
    assert files.data(database, shared.file_id) is not None
    assert files.sweep(database) == 1
    assert files.describe(database, stray.file_id) is None
    drafts.put(database, Draft(ROOM, ""), 2)
    assert files.sweep(database) == 2


def test_a_draft_is_kept_with_caret_and_files_until_it_is_empty(database):
    draft = Draft(ROOM, "写到", 2, ("f1", "f2"))
    assert drafts.put(database, draft, 1).drafts == (draft,)
    assert not drafts.put(database, draft, 2)
    drafts.put(database, Draft(8, "另一个"), 3)
    assert [draft.consultation_id for draft in drafts.read_all(database)] == [8, ROOM]
    assert drafts.put(database, Draft(ROOM, ""), 4).drafts == (Draft(ROOM, ""),)
    assert drafts.get(database, ROOM) == Draft(ROOM, "")
    assert not drafts.put(database, Draft(ROOM, ""), 5)


def test_five_hundred_messages_wait_in_order(database):
    expected = [f"{n:03}" for n in range(500)]
    add(database, *expected)
    assert names(database) == expected
    assert [line.text for line in timelines.newest(database, ROOM, 60).unsent] == expected
