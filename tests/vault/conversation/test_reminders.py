"""A promise that the doctor wants to be reminded of, while its message says it."""

from dataclasses import replace

import pytest

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, make_arrived
from tests.vault.people import empty_vault, furnished_vault
from workstation.domain.handover import HandoverKind
from workstation.domain.message import Quote
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import summaries
from workstation.vault.lists import handover
from workstation.vault.rescue import local_data
from workstation.vault.unsent import failures, outbox, own_amendments

PROMISE = make_arrived("一周后复查，多喝水。明天回复您。", ME, origin_id="p", archive_id="a1")


def promises(database):
    return [one for one in handover.read(database) if one.kind is HandoverKind.PROMISE]


def reminders(database):
    return [item.text for item in summaries.of_room(database, ROOM).reminders]


@pytest.fixture
def reminded(database):
    """A vault with one message of two promises, and a reminder of the second."""
    ingest(database, [PROMISE])
    _first, second = promises(database)
    handover.put(database, replace(second, reminds=True, marked_ms=5))
    return database


def test_nothing_reminds_by_itself(database):
    ingest(database, [PROMISE])
    assert reminders(database) == []


def test_the_one_that_was_chosen_reminds_on_its_day(reminded):
    (item,) = summaries.of_room(reminded, ROOM).reminders
    assert item == promises(reminded)[1]
    assert (item.text, item.reminds, item.row) == ("明天回复您。", True, "op")


def test_who_sets_it_tells_the_queue(reminded):
    (item,) = summaries.of_room(reminded, ROOM).reminders
    changes = handover.put(reminded, replace(item, due_ms=77))
    assert [one.due_ms for one in changes.summaries[0].reminders] == [77]
    assert handover.remove(reminded, item).summaries[0].reminders == ()


def test_what_is_done_reminds_no_more(reminded):
    (item,) = summaries.of_room(reminded, ROOM).reminders
    handover.put(reminded, replace(item, due_ms=None, reminds=False))
    assert reminders(reminded) == []


@pytest.mark.parametrize(
    ("text", "stays"),
    [("一周后复查。明天回复您。", True), ("后天回复您。", False), ("> 明天回复您。", False)],
)
def test_a_correction_that_takes_the_words_away_takes_the_reminder_away(reminded, text, stays):
    own_amendments.correct(reminded, ROOM, "p", "c", text, 5, 0)
    assert bool(reminders(reminded)) is stays
    ingest(reminded, [make_arrived(text, ME, origin_id="c", archive_id="a2", replaces="p")])
    assert bool(reminders(reminded)) is stays


def test_a_withdrawal_takes_it_away_before_the_room_knows(reminded):
    own_amendments.withdraw(reminded, ROOM, "p", "w", 6, 0)
    assert reminders(reminded) == []
    ingest(reminded, [make_arrived("", ME, origin_id="w", archive_id="a3", retracts="a1")])
    assert reminders(reminded) == []


def test_who_quotes_it_does_not_remind(reminded):
    quote = Quote("a1", "明天回复您。")
    ingest(reminded, [make_arrived("好的", PATIENT, origin_id="q", archive_id="a4", quote=quote)])
    own = make_arrived("> 明天回复您。\n好", ME, origin_id="n", archive_id="a5", quote=quote)
    ingest(reminded, [own, make_arrived("明天回复您。", COLLEAGUE, origin_id="p", archive_id="a6")])
    assert [item.row for item in summaries.of_room(reminded, ROOM).reminders] == ["op"]


def test_it_goes_over_to_another_vault():
    aside, live = furnished_vault(), empty_vault()
    ingest(aside, [PROMISE])
    handover.put(aside, replace(promises(aside)[0], reminds=True))
    local_data.merge(live, local_data.read(aside), newer=False)
    ((name, mark),) = handover.read_marks(live, ROOM).items()
    assert (name, mark.reminds) == (("p", "一周后复查，多喝水。"), True)


def test_a_withdrawal_that_was_refused_reminds_still(reminded):
    own_amendments.withdraw(reminded, ROOM, "p", "w", 6, 0)
    outbox.mark_sending(reminded, "w")
    failures.fail(reminded, "w", "forbidden")
    assert reminders(reminded) == ["明天回复您。"]


def test_words_that_hand_over_remind_of_nothing(reminded):
    """Corrected into a handover, which repeats promises and makes none."""
    text = "【交接】@周明岚 请接手\n明天回复您。"
    ingest(reminded, [make_arrived(text, ME, origin_id="c", archive_id="a2", replaces="p")])
    assert reminders(reminded) == []
