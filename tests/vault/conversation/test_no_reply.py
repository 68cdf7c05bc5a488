"""The clock out of the rows: one outcome for one past, and no mark hides what came after it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.archive import ME, PATIENT, ROOM, make_arrived
from tests.vault.people import consultation
from workstation.domain.changes import Listed, Place
from workstation.domain.closing import ClosingSummary
from workstation.domain.marks import Mark
from workstation.store.waiting import THANKS, find_need
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import summaries
from workstation.vault.doctor import marks
from workstation.vault.engine.opening import open_memory
from workstation.vault.lists import consultations
from workstation.vault.rescue import local_data
from workstation.vault.schema.migrations import migrate
from workstation.vault.unsent import closing

MATTER = consultation(ROOM)
STEPS = st.lists(st.sampled_from(["ask", "thank", "answer", "mark", "unmark"]), max_size=12)


def made():
    database = open_memory()
    migrate(database)
    consultations.put(database, Listed(MATTER, Place.IN_PROCESS))
    return database


def now(database):
    """The need, as the window's queue sees it."""
    summary = summaries.of_room(database, ROOM)
    mark = next(iter(marks.read_all(database)), Mark(ROOM))
    return find_need(MATTER, summary, mark, THANKS)


def since(database):
    need = now(database)
    return None if need is None else need.since_ms


def say(database, text, member=PATIENT, at_ms=100, **rest):
    ingest(database, [make_arrived(text, member, at_ms=at_ms, **rest)])


def mark(database):
    """What the doctor's click does: it covers what is known at that moment."""
    newest = summaries.of_room(database, ROOM).newest
    return marks.put(database, Mark(ROOM, no_reply_to=newest))


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_any_sequence_has_one_outcome_and_no_mark_hides_what_came_later(steps):
    """Told by a list of what is open: a question and the matter itself open, the rest closes."""
    database = made()
    open_since = [MATTER.created_ms]
    covered = []
    for number, step in enumerate(steps, 1):
        at_ms = MATTER.created_ms + number
        if step == "ask":
            say(database, f"痒 {number}", at_ms=at_ms)
            open_since.append(at_ms)
        elif step == "thank":
            say(database, "谢谢", at_ms=at_ms, origin_id=f"t{number}")
        elif step == "answer":
            say(database, f"答 {number}", ME, at_ms=at_ms)
            open_since, covered = [], []
        elif step == "mark":
            mark(database)
            open_since, covered = [], [*covered, *open_since]
        else:
            marks.put(database, Mark(ROOM))
            open_since, covered = [*covered, *open_since], []
        assert since(database) == min(open_since, default=None)
    together = {each.consultation_id: each for each in summaries.queue(database)[1]}
    assert together[ROOM] == summaries.of_room(database, ROOM)
    database.close()


def test_what_the_archive_brings_later_starts_the_clock_wherever_it_belongs(database):
    say(database, "痒", archive_id="a2")
    mark(database)
    assert now(database) is None
    say(database, "还在流血", archive_id="a1", at_ms=50)
    assert since(database) == 50


def test_thanks_that_become_a_question_ask_from_then_on(database):
    say(database, "答", ME)
    say(database, "谢谢", origin_id="t")
    assert now(database) is None
    say(database, "谢谢，要忌口吗", origin_id="fix", replaces="t", at_ms=300)
    assert now(database) is not None
    mark(database)
    assert now(database) is None
    say(database, "谢谢，要忌酒吗", origin_id="again", replaces="t", at_ms=900)
    assert since(database) == 900


def test_a_mark_tells_the_summary_with_it(database):
    say(database, "痒")
    changes = mark(database)
    assert changes.summaries == (summaries.of_room(database, ROOM),)
    assert changes.summaries[0].unanswered == ()


def test_a_mark_does_not_move_to_a_vault_that_numbers_its_messages_otherwise(database):
    other = made()
    say(database, "痒")
    mark(database)
    local_data.merge(other, local_data.read(database), newer=True)
    assert marks.read_all(other) in {(), (Mark(ROOM),)}
    assert now(other) is not None
    other.close()


def test_more_than_a_few_courtesies_in_a_row_ask(database):
    say(database, "答", ME)
    for number in range(40):
        say(database, "谢谢", origin_id=f"t{number}", at_ms=1_000 + number)
    assert now(database) is not None


def test_a_consultation_is_summed_up_until_the_team_says_more(database):
    say(database, "痒")
    closing.send(database, ROOM, ClosingSummary(advice="涂药"), "sum", "小结", 5)
    assert not summaries.of_room(database, ROOM).summed_up
    say(database, "小结", ME, origin_id="sum")
    assert summaries.of_room(database, ROOM).summed_up
    say(database, "谢谢")
    assert summaries.of_room(database, ROOM).summed_up
    say(database, "不客气", ME)
    assert not summaries.of_room(database, ROOM).summed_up


def test_the_day_of_the_follow_up_is_known_once_the_summary_is_out(database):
    summary = ClosingSummary(advice="涂药", follow_up="2026-10-20")
    closing.send(database, ROOM, summary, "sum", "小结", 5)
    assert summaries.of_room(database, ROOM).follow_up == ""
    say(database, "小结", ME, origin_id="sum")
    glance = summaries.of_room(database, ROOM)
    assert (glance.follow_up, glance.summed_up_ms) == ("2026-10-20", 5)
    say(database, "", ME, origin_id="taken-back", retracts="sum")
    assert summaries.of_room(database, ROOM).follow_up == ""
