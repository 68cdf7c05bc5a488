"""Where a day begins in a conversation, and on which days something was said."""

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, make_arrived
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import days
from workstation.vault.lists import timelines

QUARTER = days.QUARTER_MS


def fill(database, *moments):
    ingest(database, [make_arrived(f"{n}", at_ms=moment) for n, moment in enumerate(moments)])


def test_a_moment_leads_to_the_first_message_of_it_or_after_it(database):
    fill(database, 100, 200, 300)
    places = [line.position for line in timelines.newest(database, ROOM, 9).messages]
    asked = [days.first_since(database, ROOM, moment) for moment in (0, 200, 201, 301)]
    assert asked == [places[0], places[1], places[2], None]
    assert days.first_since(database, 8, 0) is None


def test_the_quarters_with_messages_are_told_once_each(database):
    fill(database, QUARTER, QUARTER + 5, 4 * QUARTER + 1, 9 * QUARTER)
    ingest(database, [make_arrived("elsewhere", at_ms=6 * QUARTER, consultation_id=8)])
    assert days.spoken_at(database, ROOM, 0, 9 * QUARTER) == (QUARTER, 4 * QUARTER)


def test_a_correction_is_no_message_of_its_day(database):
    fill(database, QUARTER)
    ingest(database, [make_arrived("fix", at_ms=3 * QUARTER, replaces="id-0")])
    assert days.spoken_at(database, ROOM, 0, 9 * QUARTER) == (QUARTER,)


def test_a_day_knows_in_which_consultations_this_doctor_wrote(database):
    ingest(
        database,
        [
            make_arrived("前", ME, at_ms=100),
            make_arrived("痒", PATIENT, at_ms=300),
            make_arrived("好", ME, at_ms=300, consultation_id=8),
            make_arrived("嗯", COLLEAGUE, at_ms=300, consultation_id=9),
        ],
    )
    assert days.answered_since(database, 200) == (8,)
    assert days.answered_since(database, 0) == (ROOM, 8)
