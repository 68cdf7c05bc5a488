"""What comes in is kept once, under its speaker, in its place, and ends the wait in the outbox."""

from dataclasses import replace

import pytest

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, Archive, make_arrived
from tests.vault.archive.lines import lines_of
from tests.vault.people import consultation
from workstation.domain.changes import Listed, Place
from workstation.domain.events import ArchivePage, Displayed, Joined, Typing
from workstation.domain.message import Attachment, Delivery, MessageKind, SpeakerRole
from workstation.vault.archive.ingest import ingest, replace_unfit_items
from workstation.vault.archive.requests import PageRequest
from workstation.vault.conversation import summaries
from workstation.vault.conversation.message_identity import by_archive_id
from workstation.vault.lists import consultations, timelines
from workstation.vault.unsent import failures, outbox


def texts(database):
    return [message.text for message in lines_of(database)]


def test_the_same_archive_entry_is_kept_once(database):
    message = make_arrived("hello", archive_id="a1")
    ingest(database, [message, message, replace(message, live=False)])
    assert texts(database) == ["hello"]


def test_without_an_archive_the_senders_id_tells_copies_apart(database):
    message = make_arrived("hello")
    ingest(database, [message, message])
    ingest(database, [message])
    assert texts(database) == ["hello"]


def test_two_intended_equal_messages_stay_two(database):
    ingest(database, [make_arrived("好", origin_id="one"), make_arrived("好", origin_id="two")])
    ingest(database, [make_arrived("好", origin_id="three", archive_id="a3")])
    assert texts(database) == ["好"] * 3


def test_equal_messages_without_any_id_stay_as_many_as_they_are(database):
    nameless = make_arrived("好", origin_id="")
    ingest(database, [nameless, nameless])
    pages = [replace(nameless, archive_id=f"a{n}", live=False) for n in (1, 2)]
    answer(database, pages)
    assert texts(database) == ["好", "好"]


def test_an_id_of_another_sender_hides_nothing(database):
    ingest(
        database,
        [
            make_arrived("real", PATIENT, origin_id="x"),
            make_arrived("other", COLLEAGUE, origin_id="x"),
        ],
    )
    assert texts(database) == ["real", "other"]


def test_the_same_words_under_the_same_id_of_another_sender_are_another_message(database):
    yes = [make_arrived("好", member, origin_id="x") for member in (PATIENT, COLLEAGUE)]
    ingest(database, [*yes, *yes])
    assert [line.speaker.member_id for line in lines_of(database)] == [PATIENT, COLLEAGUE]


def test_another_picture_under_the_same_id_is_another_message(database):
    urls = ["https://c/a", "https://c/b"]
    files = [Attachment(url, "image/png") for url in urls]
    kind = MessageKind.IMAGE
    pictures = [make_arrived("", origin_id="x", kind=kind, attachment=file) for file in files]
    ingest(database, [*pictures, *pictures])
    assert [line.attachment.url for line in lines_of(database)] == urls


def test_an_id_used_again_for_other_words_hides_nothing(database):
    ingest(database, [make_arrived("first", origin_id="x"), make_arrived("second", origin_id="x")])
    ingest(database, [make_arrived("second", origin_id="x")])
    assert texts(database) == ["first", "second"]


def test_a_live_message_takes_its_id_and_time_from_the_archive(database):
    ingest(database, [make_arrived("hello", at_ms=99_000_000)])
    answer(database, [make_arrived("hello", archive_id="a1", at_ms=5_000, live=False)])
    (message,) = lines_of(database)
    stored = by_archive_id(database, ROOM, "a1")
    assert (stored.position, message.at_ms) == (message.position, 5_000)


def test_the_key_of_a_line_survives_everything(database):
    ingest(database, [make_arrived("hello")])
    before = lines_of(database)[0].key
    answer(
        database,
        [
            make_arrived("older", archive_id="a0", live=False),
            make_arrived("hello", archive_id="a1"),
        ],
    )
    ingest(database, [make_arrived("hello!", origin_id="fix", replaces="id-hello")])
    assert [message.key for message in lines_of(database)][1] == before


@pytest.mark.parametrize(
    ("member_id", "role", "name"),
    [
        (ME, SpeakerRole.ME, "李医生"),
        (PATIENT, SpeakerRole.PATIENT, "王秀英"),
        (COLLEAGUE, SpeakerRole.COLLEAGUE, "张医生"),
        (4004, SpeakerRole.OTHER, ""),
        (None, SpeakerRole.UNVERIFIED, ""),
    ],
)
def test_the_vouched_account_alone_decides_who_speaks(database, member_id, role, name):
    ingest(database, [make_arrived("hello", member_id, nickname="张医生")])
    speaker = lines_of(database)[0].speaker
    assert (speaker.member_id, speaker.role, speaker.name) == (member_id, role, name)


def test_a_patient_cannot_give_itself_a_name(database):
    ingest(database, [make_arrived("hello", PATIENT, nickname="主任医师")])
    assert lines_of(database)[0].speaker.name == "王秀英"


def test_a_new_name_of_a_doctor_asks_to_read_the_lines_anew(database):
    done = ingest(database, [make_arrived("hello", COLLEAGUE, nickname="张医生")])
    assert done.changes.reread == {ROOM}
    assert done.changes.names == ((COLLEAGUE, "张医生"),)
    again = ingest(database, [make_arrived("again", COLLEAGUE, nickname="张医生")]).changes
    assert not again.reread
    assert not again.names


def queue(database, origin_id="mine", text="收到"):
    outbox.add(database, ROOM, origin_id, MessageKind.TEXT, text, 10)
    outbox.mark_sending(database, origin_id)


def test_the_echo_takes_the_message_out_of_the_outbox(database):
    queue(database)
    done = ingest(database, [make_arrived("收到", ME, origin_id="mine", archive_id="a1")])
    assert outbox.entries(database) == ()
    (message,) = done.changes.messages
    assert (message.key, message.delivery) == ("omine", Delivery.SENT)
    assert done.changes.summaries[0].unsent == 0


def test_nobody_else_can_end_the_wait_of_an_own_message(database):
    queue(database)
    forged = [make_arrived("收到", who, origin_id="mine") for who in (PATIENT, COLLEAGUE, None)]
    ingest(database, forged)
    assert [entry.origin_id for entry in outbox.entries(database)] == ["mine"]


def test_an_echo_in_another_room_ends_no_wait(database):
    queue(database)
    ingest(database, [make_arrived("收到", ME, origin_id="mine", consultation_id=8)])
    assert len(outbox.entries(database)) == 1


def test_an_archive_copy_of_a_known_message_still_ends_the_wait(database):
    ingest(database, [make_arrived("收到", ME, origin_id="mine", archive_id="a1")])
    queue(database)
    ingest(database, [make_arrived("收到", ME, origin_id="mine", archive_id="a2")])
    assert outbox.entries(database) == ()
    assert texts(database) == ["收到"]


def test_a_failed_message_that_arrived_after_all_is_sent(database):
    queue(database)
    failures.fail(database, "mine", "timeout")
    ingest(database, [make_arrived("收到", ME, origin_id="mine", archive_id="a1")])
    assert [message.delivery for message in lines_of(database)] == [Delivery.SENT]


def test_unread_counts_others_messages_only(database):
    done = ingest(
        database,
        [
            make_arrived("1", PATIENT),
            make_arrived("2", COLLEAGUE),
            make_arrived("3", ME),
            make_arrived("4", None),
        ],
    )
    assert done.changes.summaries[0].unread == 2
    assert [message.text for message in done.changes.news] == ["1", "2"]


def test_reading_elsewhere_clears_unread_up_to_there(database):
    ingest(database, [make_arrived(str(n), archive_id=f"a{n}") for n in range(5)])
    done = ingest(database, [Displayed(ROOM, ME, "a2")])
    assert done.changes.summaries[0].unread == 2


def test_a_page_that_answers_nothing_we_asked_is_dropped(database):
    page = ArchivePage(ROOM, "forged", (make_arrived("x", archive_id="a1"),), "a1", "a1", True)
    done = ingest(database, [page], {"mine": PageRequest(ROOM)})
    assert (texts(database), bool(done.changes), done.steps) == ([], False, {})


def test_a_page_of_another_room_is_dropped(database):
    page = ArchivePage(8, "q", (make_arrived("x", archive_id="a1"),), "a1", "a1", True)
    ingest(database, [page], {"q": PageRequest(ROOM)})
    assert texts(database) == []


def test_items_of_another_room_inside_a_page_are_dropped(database):
    stray = make_arrived("x", archive_id="a1", consultation_id=8)
    answer(database, [stray, make_arrived("y", archive_id="a2")])
    assert (texts(database), lines_of(database, 8)) == (["y"], [])


def test_events_without_effect_change_nothing(database):
    ingest(database, [make_arrived("1", archive_id="a1")])
    assert not ingest(database, [Typing(ROOM, PATIENT, composing=True)]).changes
    assert not ingest(database, [make_arrived("1", archive_id="a1")]).changes


def test_a_fresh_join_says_that_something_may_be_missing_once(database):
    ingest(database, [make_arrived("1", archive_id="a1")])
    first = ingest(database, [Joined(ROOM, archives=True, visit=1)]).changes
    again = ingest(database, [Joined(ROOM, archives=True, visit=1)]).changes
    assert [(gap.after, gap.before, gap.loadable) for gap in first.gaps] == [("a1", None, True)]
    assert not again


def test_a_room_that_keeps_no_archive_shows_a_gap_that_nobody_can_load(database):
    ingest(database, [make_arrived("1"), Joined(ROOM, archives=False, visit=1), make_arrived("2")])
    page = timelines.newest(database, ROOM, 10)
    assert [gap.loadable for gap in page.gaps] == [False]
    assert page.messages[0].position < page.gaps[0].position < page.messages[1].position


def test_waiting_begins_with_the_first_unanswered_message_and_ends_with_any_doctors(database):
    def now():
        summary = summaries.of_room(database, ROOM)
        first = next((each.at_ms for each in summary.unanswered), None)
        return summary.patient_ms, first, summary.answered

    assert now() == (None, None, False)
    ingest(database, [make_arrived("1", PATIENT, at_ms=100), make_arrived("2", PATIENT, at_ms=200)])
    assert now() == (200, 100, False)
    queue(database)
    assert now() == (200, 100, False)
    ingest(database, [make_arrived("3", COLLEAGUE, at_ms=300)])
    assert now() == (200, None, True)
    ingest(database, [make_arrived("4", PATIENT, at_ms=400), make_arrived("5", 4004, at_ms=500)])
    assert now() == (400, 400, False)
    ingest(database, [make_arrived("6", PATIENT, at_ms=600)])
    assert now() == (600, 400, False)


def test_messages_of_a_room_not_listed_yet_find_their_speakers_later(database):
    ingest(database, [make_arrived("1", PATIENT, consultation_id=9)])
    assert lines_of(database, 9)[0].speaker.role is SpeakerRole.OTHER
    consultations.put(database, Listed(consultation(9), Place.IN_PROCESS))
    assert lines_of(database, 9)[0].speaker.role is SpeakerRole.PATIENT


def test_a_picture_keeps_what_is_known_of_it(database):
    picture = Attachment("https://x/1.jpg", "image/jpeg", "a.jpg", 5, 40, 30)
    voice = Attachment("https://x/2.m4a", "audio/mp4", duration_ms=18_000)
    ingest(
        database,
        [
            make_arrived("p", kind=MessageKind.IMAGE, attachment=picture),
            make_arrived("v", kind=MessageKind.VOICE, attachment=voice),
        ],
    )
    assert [message.attachment for message in lines_of(database)] == [picture, voice]


def answer(database, items, *, complete=True):
    ids = [item.archive_id for item in items]
    items = tuple(replace(item, live=False) for item in items)
    page = ArchivePage(ROOM, "q", items, ids[0], ids[-1], complete)
    return ingest(database, [page], {"q": PageRequest(ROOM)})


def test_the_archive_model_of_these_tests_pages_like_a_server():
    archive = Archive()
    for number in range(5):
        archive.add(make_arrived(str(number)))
    newest = archive.page(PageRequest(ROOM), 2)
    assert ([i.text for i in newest.items], newest.complete) == (["3", "4"], False)
    older = archive.page(PageRequest(ROOM, before=newest.first), 3)
    assert ([i.text for i in older.items], older.complete) == (["0", "1", "2"], True)
    assert archive.page(PageRequest(ROOM, after="lost")).unknown_anchor


def test_what_is_tried_is_not_kept_and_leaves_no_transaction_open(database):
    archive = Archive()
    archive.add(make_arrived("a"))
    page = archive.page(PageRequest(ROOM))
    assert replace_unfit_items(database, page) == page
    assert (texts(database), database.in_transaction) == ([], False)
