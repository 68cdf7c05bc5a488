"""A draft's words and files are kept apart from each other, and leave together."""

import pytest

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, Archive, make_arrived
from tests.vault.archive.catching_up import catch_up
from workstation.domain.changes import Draft
from workstation.domain.message import Delivery, MessageKind
from workstation.vault.archive import unread
from workstation.vault.archive.ingest import ingest
from workstation.vault.unsent import colleague_answers, drafts, failures, files, outbox


@pytest.fixture
def pictures(database):
    return [files.keep(database, b"\xff\xd8", "image/jpeg", name).file_id for name in "abc"]


def answered(database) -> list[str]:
    return [message.text for message in colleague_answers.find_since_draft(database, ROOM)]


def test_words_kept_late_take_no_picture_out(database, pictures):
    drafts.put(database, Draft(ROOM, "", files=tuple(pictures)), 1)
    drafts.write(database, ROOM, "请对照", 3, 2)
    assert drafts.get(database, ROOM) == Draft(ROOM, "请对照", 3, tuple(pictures))


def test_the_caret_alone_is_worth_keeping(database):
    drafts.write(database, ROOM, "请对照", 3, 1)
    drafts.write(database, ROOM, "请对照", 1, 2)
    assert drafts.get(database, ROOM).caret == 1


def test_pictures_change_places_and_none_is_lost(database, pictures):
    first, second, third = pictures
    drafts.put(database, Draft(ROOM, "看", files=(first, second, third)), 1)
    drafts.arrange(database, ROOM, [third, "unknown", first], 2)
    assert drafts.get(database, ROOM).files == (third, first, second)


def test_a_picture_taken_out_is_forgotten(database, pictures):
    drafts.put(database, Draft(ROOM, "", files=tuple(pictures)), 1)
    drafts.remove_file(database, ROOM, pictures[0], 2)
    assert drafts.get(database, ROOM).files == tuple(pictures[1:])
    assert files.data(database, pictures[0]) is None


def test_a_draft_that_is_thrown_away_leaves_none_of_its_files(database, pictures):
    drafts.put(database, Draft(ROOM, "请对照", files=tuple(pictures[:2])), 1)
    drafts.put_voice(database, ROOM, b"sound", ("audio/mp4", "m4a"), 900, 2)
    voice = drafts.get(database, ROOM).voice
    drafts.discard(database, ROOM)
    assert drafts.get(database, ROOM) == Draft(ROOM, "")
    assert [files.data(database, name) for name in (*pictures[:2], voice.file_id)] == [None] * 3
    assert files.data(database, pictures[2]) is not None, "it was of no draft"


def test_a_draft_leaves_whole_its_pictures_before_its_words(database, pictures):
    drafts.put(database, Draft(ROOM, "请对照", 3, tuple(pictures)), 1)
    changes = outbox.send_draft(
        database, ROOM, dict(zip("xyz", pictures, strict=True)), "w", "请对照", 2
    )
    entries = outbox.entries(database, ROOM)
    assert [(entry.origin_id, entry.kind) for entry in entries] == [
        *((name, MessageKind.IMAGE) for name in "xyz"),
        ("w", MessageKind.TEXT),
    ]
    assert [message.delivery for message in changes.messages] == [Delivery.QUEUED] * 4
    assert changes.drafts == (Draft(ROOM, ""),)
    assert [summary.unsent for summary in changes.summaries] == [4]


def test_each_file_of_a_draft_leaves_as_what_it_is(database):
    kinds = {
        "application/pdf": "file",
        "audio/mp4": "voice",
        "image/png": "image",
        "application/dicom": "file",
    }
    file_ids = {kind: files.keep(database, b"%PDF", kind, "化验单").file_id for kind in kinds}
    drafts.put(database, Draft(ROOM, "", files=tuple(file_ids.values())), 1)
    outbox.send_draft(database, ROOM, file_ids, "w", "", 2)
    assert {entry.origin_id: entry.kind.value for entry in outbox.entries(database, ROOM)} == kinds


def test_an_answer_since_the_first_letter_is_known_whenever_one_asks(database):
    ingest(database, [make_arrived("看了照片", COLLEAGUE)])
    drafts.write(database, ROOM, "我", 1, 1)
    assert answered(database) == []
    ingest(
        database,
        [
            make_arrived("更像荨麻疹", COLLEAGUE),
            make_arrived("谢谢", PATIENT),
            make_arrived("好", ME),
        ],
    )
    drafts.write(database, ROOM, "我看", 2, 2)
    assert answered(database) == ["更像荨麻疹"]


def test_each_answer_is_told_once(database):
    drafts.write(database, ROOM, "我", 1, 1)
    ingest(database, [make_arrived("一", COLLEAGUE)])
    colleague_answers.acknowledge(database, ROOM)
    assert answered(database) == []
    ingest(database, [make_arrived("二", COLLEAGUE)])
    assert answered(database) == ["二"]


def test_in_a_room_without_messages_every_answer_counts(database):
    drafts.write(database, ROOM, "我", 1, 1)
    ingest(database, [make_arrived("一", COLLEAGUE)])
    assert answered(database) == ["一"]


def test_the_next_draft_begins_anew(database):
    drafts.write(database, ROOM, "我", 1, 1)
    ingest(database, [make_arrived("一", COLLEAGUE)])
    outbox.send_draft(database, ROOM, {}, "w", "我", 2)
    drafts.write(database, ROOM, "再", 1, 3)
    assert answered(database) == []


def test_old_messages_that_come_in_late_are_no_answers(database):
    archive = Archive()
    for number in range(12):
        archive.add(make_arrived(f"旧{number}", COLLEAGUE))
    ingest(database, [archive.add(make_arrived("最新", PATIENT))])
    drafts.write(database, ROOM, "我", 1, 1)
    catch_up(database, archive)
    assert answered(database) == []


def test_what_the_archive_tells_late_counts_until_it_is_seen_unless_it_is_newer(database):
    archive = Archive()
    archive.add(make_arrived("昨天", COLLEAGUE))
    late = 1_000 + 2 * colleague_answers.SKEW_MS
    drafts.write(database, ROOM, "我", 1, late)
    catch_up(database, archive)
    assert answered(database) == ["昨天"]
    unread.mark_seen(database, ROOM, 1 << 40)
    assert answered(database) == []
    ingest(database, [make_arrived("刚才", COLLEAGUE, at_ms=late)])
    unread.mark_seen(database, ROOM, 1 << 40)
    assert answered(database) == ["刚才"]


def test_a_draft_of_an_older_program_asks_nothing(database):
    drafts.write(database, ROOM, "我", 1, 1)
    database.execute("UPDATE draft SET began = NULL")
    ingest(database, [make_arrived("一", COLLEAGUE)])
    assert answered(database) == []


def test_other_bytes_of_a_picture_take_its_place(database, pictures):
    drafts.put(database, Draft(ROOM, "看", files=tuple(pictures)), 1)
    kind = ("image/jpeg", "jpg")
    changes, new = drafts.replace_picture(database, ROOM, pictures[1], b"\xff", kind, (2, 1), 2)
    assert drafts.get(database, ROOM).files == (pictures[0], new, pictures[2])
    assert changes.drafts[0].files == (pictures[0], new, pictures[2])
    assert files.data(database, pictures[1]) is None
    assert files.describe(database, new).width == 2


def test_a_picture_taken_out_meanwhile_is_not_put_back(database, pictures):
    drafts.put(database, Draft(ROOM, "看", files=tuple(pictures)), 1)
    drafts.remove_file(database, ROOM, pictures[1], 2)
    kind = ("image/jpeg", "jpg")
    changes, new = drafts.replace_picture(database, ROOM, pictures[1], b"\xff", kind, (2, 1), 3)
    assert (new, changes.drafts) == ("", ())
    assert drafts.get(database, ROOM).files == (pictures[0], pictures[2])
    assert files.sweep(database) == 0


def test_what_was_taken_out_of_a_draft_meanwhile_does_not_leave_with_it(database, pictures):
    drafts.put(database, Draft(ROOM, "请对照", 3, tuple(pictures)), 1)
    drafts.remove_file(database, ROOM, pictures[0], 2)
    outbox.send_draft(database, ROOM, dict(zip("xyz", pictures, strict=True)), "w", "请对照", 3)
    assert [entry.origin_id for entry in outbox.entries(database, ROOM)] == ["y", "z", "w"]


def test_another_recording_takes_the_place_of_the_one_before(database):
    for data in (b"first", b"second"):
        drafts.put_voice(database, ROOM, data, ("audio/ogg", "ogg"), 1_000, 1)
    second = drafts.get(database, ROOM).voice.file_id
    rows = database.execute("SELECT file_id, data FROM file").fetchall()
    assert rows == [(second, b"second")]


def test_starting_forgets_no_file_of_a_draft_or_of_what_waits(database, pictures):
    drafts.put(database, Draft(ROOM, "", files=(pictures[0],)), 1)
    outbox.add(database, ROOM, "x", MessageKind.IMAGE, "", 1, file_id=pictures[1])
    assert files.sweep(database) == 1
    assert [files.data(database, name) is None for name in pictures] == [False, False, True]


def test_a_file_that_is_sent_stays_while_another_message_has_it(database, pictures):
    for name in "xy":
        outbox.add(database, ROOM, name, MessageKind.IMAGE, "", 1, file_id=pictures[0])
    failures.discard(database, "x")
    assert files.data(database, pictures[0]) is not None


def test_an_answer_that_was_withdrawn_is_not_told(database):
    drafts.write(database, ROOM, "我", 1, 1)
    ingest(database, [make_arrived("一", COLLEAGUE, archive_id="a1")])
    ingest(database, [make_arrived("", COLLEAGUE, origin_id="r", archive_id="a2", retracts="a1")])
    assert answered(database) == []


def test_an_answer_counts_though_the_rooms_clock_is_behind(database):
    begun = 10 * colleague_answers.SKEW_MS
    drafts.write(database, ROOM, "我", 1, begun)
    for text, behind in (("一", colleague_answers.SKEW_MS + 1), ("二", colleague_answers.SKEW_MS)):
        ingest(database, [make_arrived(text, COLLEAGUE, at_ms=begun - behind)])
    unread.mark_seen(database, ROOM, 1 << 40)
    assert answered(database) == ["二"]
