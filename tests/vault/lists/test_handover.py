"""What conversations leave open: read for all rooms at once, marked, and gone with them."""

from dataclasses import replace

import pytest

from tests.fakes.archive import ME, PATIENT, ROOM, make_arrived
from tests.vault.people import empty_vault, furnished_vault
from workstation.domain.events import Displayed
from workstation.domain.handover import HandoverKind
from workstation.domain.marks import Mark
from workstation.domain.message import MessageKind, Quote
from workstation.vault.archive.ingest import ingest
from workstation.vault.doctor import marks
from workstation.vault.lists import consultations, handover, timelines
from workstation.vault.rescue import local_data
from workstation.vault.unsent import failures, outbox, own_amendments

DAY_MS = 24 * 60 * 60_000
PROMISE = make_arrived("一周后复查", ME, origin_id="p", archive_id="a1")
QUESTION = make_arrived("要停药吗？", PATIENT, origin_id="q", archive_id="a2")


def texts(database, kind):
    return [item.text for item in handover.read(database) if item.kind is kind]


def promised(database):
    return texts(database, HandoverKind.PROMISE)


def asked(database):
    return texts(database, HandoverKind.QUESTION)


def test_a_promise_leads_to_its_message(database):
    ingest(database, [PROMISE])
    (item,) = [one for one in handover.read(database) if one.kind is HandoverKind.PROMISE]
    assert (item.consultation_id, item.row) == (ROOM, "op")
    assert 6 * DAY_MS < item.due_ms - item.at_ms <= 7 * DAY_MS


def test_only_own_words_promise(database):
    ingest(database, [make_arrived("明天回复您", PATIENT, archive_id="a1")])
    assert promised(database) == []


def test_what_was_quoted_does_not_promise(database):
    quoting = make_arrived(
        "好的", ME, origin_id="n", archive_id="a2", quote=Quote("a1", "明天回复您")
    )
    ingest(database, [make_arrived("您说明天回复", PATIENT, archive_id="a1"), quoting])
    assert promised(database) == []


def test_handing_over_repeats_promises_and_makes_none(database):
    text = "【交接】@周明岚 请接手\n已答应：明天回复您（明天）"
    ingest(database, [make_arrived(text, ME, origin_id="h", archive_id="a1")])
    assert promised(database) == []


def test_what_was_withdrawn_promises_and_asks_nothing(database):
    ingest(database, [PROMISE, QUESTION])
    ingest(
        database,
        [
            make_arrived("", ME, origin_id="r", archive_id="a3", retracts="a1"),
            make_arrived("", PATIENT, origin_id="s", archive_id="a4", retracts="a2"),
        ],
    )
    assert (promised(database), asked(database)) == ([], [])


def test_a_withdrawal_that_waits_counts_and_so_does_a_correction(database):
    ingest(database, [PROMISE])
    own_amendments.correct(database, ROOM, "p", "c", "明天回复您", 5, 0)
    assert promised(database) == ["明天回复您"]
    own_amendments.withdraw(database, ROOM, "p", "w", 6, 0)
    assert promised(database) == []


def test_a_correction_of_the_room_counts(database):
    ingest(database, [PROMISE])
    ingest(database, [make_arrived("好的", ME, origin_id="c", archive_id="a3", replaces="p")])
    assert promised(database) == []


def test_a_promise_gets_another_day_or_is_done_and_comes_back(database):
    ingest(database, [PROMISE])
    (item,) = [one for one in handover.read(database) if one.kind is HandoverKind.PROMISE]
    handover.put(database, replace(item, due_ms=77))
    assert [one.due_ms for one in handover.read(database) if one.kind is item.kind] == [77]
    handover.put(database, replace(item, due_ms=None))
    assert promised(database) == []
    handover.remove(database, item)
    assert [one.due_ms for one in handover.read(database) if one.kind is item.kind] == [item.due_ms]


def test_a_question_is_open_until_a_doctor_quotes_it(database):
    ingest(database, [QUESTION, make_arrived("停。", ME, origin_id="n", archive_id="a3")])
    assert asked(database) == ["要停药吗？"]
    quoting = make_arrived("停。", ME, origin_id="m", archive_id="a4", quote=Quote("a2"))
    ingest(database, [quoting])
    assert asked(database) == []
    ingest(database, [make_arrived("", ME, origin_id="r", archive_id="a5", retracts="a4")])
    assert asked(database) == ["要停药吗？"], "the answer was taken back"


def test_the_patient_answers_no_own_question(database):
    quoting = make_arrived("在吗？", PATIENT, origin_id="m", archive_id="a4", quote=Quote("a2"))
    ingest(database, [QUESTION, quoting])
    assert asked(database) == ["要停药吗？", "在吗？"]


def test_a_question_is_closed_by_hand_or_as_needing_no_reply(database):
    ingest(database, [QUESTION, replace(QUESTION, origin_id="", archive_id="a3", text="多久？")])
    first, second = (one for one in handover.read(database) if one.kind is HandoverKind.QUESTION)
    handover.put(database, replace(second, due_ms=None))
    assert asked(database) == ["要停药吗？"]
    marks.put(database, Mark(ROOM, no_reply_to=int(first.row[1:])))
    assert asked(database) == []


def test_unread_own_messages_are_one_line_from_the_first(database):
    ingest(database, [PROMISE, replace(PROMISE, origin_id="o2", archive_id="a5", text="多喝水")])
    (item,) = [one for one in handover.read(database) if one.kind is HandoverKind.UNREAD]
    assert (item.row, item.count, item.text) == ("op", 2, "一周后复查")
    ingest(database, [Displayed(ROOM, PATIENT, "a1")])
    assert texts(database, HandoverKind.UNREAD) == ["多喝水"]
    ingest(database, [QUESTION])
    assert texts(database, HandoverKind.UNREAD) == [], "who answers has read"


def test_what_is_not_sent_promises_nothing(database):
    outbox.add(database, ROOM, "o9", MessageKind.TEXT, "明天回复您", 1)
    assert promised(database) == []


def test_only_what_is_in_process_is_handed_over(database):
    ingest(database, [PROMISE, QUESTION])
    database.execute("UPDATE consultation SET place = 'history'")
    assert handover.read(database) == ()


@pytest.mark.parametrize("kind", [HandoverKind.PROMISE, HandoverKind.QUESTION])
def test_a_mark_goes_with_its_consultation_and_over_to_another_vault(kind):
    aside, live = furnished_vault(), empty_vault()
    ingest(aside, [PROMISE, QUESTION])
    (item,) = [one for one in handover.read(aside) if one.kind is kind]
    handover.put(aside, replace(item, due_ms=None))
    local_data.merge(live, local_data.read(aside), newer=False)
    assert live.execute("SELECT count(*) FROM handover_mark").fetchall() == [(1,)]
    consultations.forget(aside, [ROOM])
    assert aside.execute("SELECT count(*) FROM handover_mark").fetchall() == [(0,)]


def test_what_was_withdrawn_stays_so_though_a_correction_comes_behind_it(database):
    ingest(database, [QUESTION])
    ingest(
        database,
        [
            make_arrived("", PATIENT, origin_id="s", archive_id="a4", retracts="a2"),
            make_arrived("要吃药吗？", PATIENT, origin_id="c", archive_id="a5", replaces="q"),
        ],
    )
    assert asked(database) == []


def test_a_withdrawal_that_was_refused_leaves_the_promise(database):
    ingest(database, [PROMISE])
    own_amendments.withdraw(database, ROOM, "p", "w", 6, 0)
    outbox.mark_sending(database, "w")
    failures.fail(database, "w", "forbidden")
    assert promised(database) == ["一周后复查"]


def test_a_promise_under_an_id_that_was_given_twice_leads_to_its_own_message(database):
    other = make_arrived("好的", ME, origin_id="p", archive_id="a0")
    ingest(database, [other, PROMISE])
    (item,) = [one for one in handover.read(database) if one.kind is HandoverKind.PROMISE]
    by_key = {line.key: line.text for line in timelines.newest(database, ROOM, 9).messages}
    assert by_key[item.row] == "一周后复查"
