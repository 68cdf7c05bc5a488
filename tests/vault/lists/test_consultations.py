"""The platform's lists are kept as they were last seen."""

from dataclasses import replace

import pytest

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, make_arrived
from tests.vault.people import KEY, consultation, empty_vault, furnish
from workstation.domain.changes import Draft, Listed, Place
from workstation.domain.consultation import Symptom, SymptomKind
from workstation.domain.message import MessageKind, SpeakerRole
from workstation.domain.people import Member, Team
from workstation.vault import preferences
from workstation.vault.archive import cursors, gaps, unread
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import members, summaries
from workstation.vault.engine.opening import open_database
from workstation.vault.lists import consultations, timelines
from workstation.vault.schema.migrations import migrate
from workstation.vault.unsent import drafts, outbox


@pytest.fixture
def empty():
    connection = empty_vault()
    yield connection
    connection.close()


def ids(database, place):
    return [item.consultation.consultation_id for item in consultations.in_place(database, place)]


def see(database, place, *numbers):
    values = [consultation(number) for number in numbers]
    return consultations.replace_list(database, place, values)


def test_a_consultation_comes_back_exactly(empty):
    value = consultation(
        9,
        creator=Member(None, "家长"),
        target=Member(3, "小明\n<b>"),
        team=Team(None, ""),
        symptom=Symptom(SymptomKind.VOICE, "https://x/v.amr", "audio/amr"),
        status="在诊",
        doctor_ids=(),
        images=("https://x/1.jpg", "https://x/2.jpg"),
        created_ms=None,
    )
    consultations.put(empty, Listed(value, Place.HISTORY))
    assert consultations.get(empty, 9) == Listed(value, Place.HISTORY)


def test_a_beginning_that_an_older_version_stored_as_1970_is_unknown(empty):
    """What is in no list any more is never read again from the platform."""
    consultations.put(empty, Listed(consultation(1, created_ms=0), Place.GONE))
    assert consultations.get(empty, 1).consultation.created_ms is None


def test_who_stands_in_many_rows_of_a_list_is_one_value(empty):
    for number in (1, 2):
        patient = Member(101, "张伟")
        put = consultation(number, creator=patient, target=patient)
        consultations.put(empty, Listed(put, Place.IN_PROCESS))
    one, other = (each.consultation for each in consultations.in_place(empty, Place.IN_PROCESS))
    assert one.creator is one.target is other.creator is other.target


def test_the_pages_of_a_whole_queue_are_not_held(tmp_path):
    import apsw

    connection = open_database(tmp_path / "vault.db", KEY)
    migrate(connection)
    furnish(connection)
    see(connection, Place.IN_PROCESS, *range(1_000))
    listed, known, _ = summaries.queue(connection)
    held, _ = connection.status(apsw.SQLITE_DBSTATUS_CACHE_USED)
    assert len(listed) == len(known) == 1_000
    assert held < 32 * 1024
    connection.close()


def test_a_list_is_kept_the_newest_first(empty):
    see(empty, Place.IN_PROCESS, 5, 3, 4)
    assert ids(empty, Place.IN_PROCESS) == [5, 4, 3]


def test_only_what_differs_is_told(empty):
    first = see(empty, Place.IN_PROCESS, 1, 2)
    assert len(first.listed) == 2
    assert not see(empty, Place.IN_PROCESS, 2, 1)
    third = see(empty, Place.IN_PROCESS, 3, 1, 2)
    assert [item.consultation.consultation_id for item in third.listed] == [3]


@pytest.mark.parametrize(
    ("field", "content"),
    [
        ("creator", Member(None, "")),
        ("target", Member(3, "小明")),
        ("team", Team(None, "")),
        ("symptom", Symptom(SymptomKind.VOICE, "https://x/v.amr", "audio/amr")),
        ("status", "在诊"),
        ("doctor_ids", ()),
        ("images", ("https://x/1.jpg",)),
        ("created_ms", None),
    ],
)
def test_whatever_differs_of_a_consultation_is_told(empty, field, content):
    see(empty, Place.IN_PROCESS, 1, 2)
    values = [replace(consultation(1), **{field: content}), consultation(2)]
    changes = consultations.replace_list(empty, Place.IN_PROCESS, values)
    assert changes.listed == (Listed(values[0], Place.IN_PROCESS),)
    assert not consultations.replace_list(empty, Place.IN_PROCESS, values)


def test_what_left_a_list_is_gone_but_its_conversation_stays(empty):
    see(empty, Place.IN_PROCESS, 1, ROOM)
    ingest(empty, [make_arrived("hello")])
    left = see(empty, Place.IN_PROCESS, 1)
    assert [(i.consultation.consultation_id, i.place) for i in left.listed] == [(ROOM, Place.GONE)]
    assert len(timelines.newest(empty, ROOM, 60).messages) == 1
    see(empty, Place.HISTORY, ROOM)
    assert ids(empty, Place.HISTORY) == [ROOM]


def test_what_both_lists_name_is_in_process(empty):
    see(empty, Place.HISTORY, 1, 2)
    see(empty, Place.IN_PROCESS, 2)
    assert (ids(empty, Place.HISTORY), ids(empty, Place.IN_PROCESS)) == ([1], [2])
    assert not see(empty, Place.HISTORY, 1, 2)


def test_an_empty_answer_empties_the_list(empty):
    see(empty, Place.IN_PROCESS, 1)
    see(empty, Place.IN_PROCESS)
    assert ids(empty, Place.IN_PROCESS) == []


def test_a_change_of_people_asks_to_read_the_conversation_anew(database):
    ingest(database, [make_arrived("hello", COLLEAGUE), make_arrived("ill", PATIENT)])
    moved = consultation(ROOM, doctor_ids=(1001,))
    changes = consultations.put(database, Listed(moved, Place.IN_PROCESS))
    assert changes.reread == {ROOM}
    first = timelines.newest(database, ROOM, 60).messages[0]
    assert first.speaker.role is SpeakerRole.OTHER
    same = consultation(ROOM, doctor_ids=(1001,), status="new word")
    assert not consultations.put(database, Listed(same, Place.IN_PROCESS)).reread


def test_the_summary_follows_when_the_team_becomes_known(empty):
    members.set_me(empty, 1001)
    ingest(empty, [make_arrived("ill", PATIENT, at_ms=5), make_arrived("hm", COLLEAGUE, at_ms=6)])
    changes = see(empty, Place.IN_PROCESS, ROOM)
    assert [(s.patient_ms, s.answered) for s in changes.summaries] == [(5, True)]
    assert summaries.queue(empty)[1] == changes.summaries


@pytest.mark.parametrize("place", [Place.HISTORY, Place.GONE])
def test_what_comes_back_into_the_queue_brings_its_summary(empty, place):
    """The queue that is shown knows only the summaries of what was in it at the start."""
    members.set_me(empty, ME)
    consultations.put(empty, Listed(consultation(ROOM), place))
    ingest(empty, [make_arrived("ill", PATIENT), make_arrived("rest", ME)])
    back = see(empty, Place.IN_PROCESS, ROOM)
    assert [(s.last.text, s.answered) for s in back.summaries] == [("rest", True)]
    assert not back.reread
    assert not see(empty, Place.IN_PROCESS).summaries, "what leaves needs none"


def test_what_was_not_sent_before_a_consultation_was_forgotten_is_told_when_it_comes_back(database):
    outbox.add(database, ROOM, "mine", MessageKind.TEXT, "unsent", 1)
    consultations.forget(database, [ROOM])
    back = see(database, Place.IN_PROCESS, ROOM)
    assert [(s.unsent, s.last_unsent.text) for s in back.summaries] == [(1, "unsent")]


def test_forgetting_leaves_no_word_of_others_but_keeps_ones_own(database):
    ingest(database, [make_arrived("hello", archive_id="a1")])
    outbox.add(database, ROOM, "mine", MessageKind.TEXT, "unsent", 1)
    drafts.put(database, Draft(ROOM, "draft"), 1)
    assert consultations.forget(database, [ROOM]).forgotten == {ROOM}
    page = timelines.newest(database, ROOM, 60)
    assert (page.messages, [line.text for line in page.unsent]) == ((), ["unsent"])
    assert (consultations.get(database, ROOM), gaps.of_room(database, ROOM)) == (None, ())
    assert drafts.get(database, ROOM).text == "draft"
    for table in ("message", "archived", "cursor", "gap", "displayed"):
        assert database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0  # noqa: S608


def test_a_room_that_was_forgotten_is_met_as_a_stranger(database):
    """Else its whole past would count as missed and unread, should it come back."""
    cursors.begin_empty(database, ROOM)
    cursors.begin_empty(database, ROOM * 10)
    ingest(database, [make_arrived("hello", archive_id="a1")])
    end = timelines.newest(database, ROOM, 60).messages[-1].position
    unread.mark_seen(database, ROOM, end)
    assert unread.owed_markers(database) == {ROOM: "a1"}
    consultations.forget(database, [ROOM])
    assert cursors.get(database, ROOM) is None
    assert cursors.get(database, ROOM * 10) is not None
    assert preferences.with_prefix(database, unread.OWED_MARKER) == {}


def test_the_doctor_of_a_vault_is_known_at_the_next_start(empty):
    assert members.me(empty) is None
    members.set_me(empty, 1001, "李医生")
    assert (members.me(empty), members.names(empty)) == (1001, {1001: "李医生"})
    assert not members.learn(empty, 1001, "李医生")


def test_preferences_are_found_by_name(database):
    furnish(database)
    preferences.put(database, "pin/1", {"at": 5, "why": "急"})
    preferences.put(database, "pin/2", True)
    assert preferences.get(database, "pin/1") == {"at": 5, "why": "急"}
    assert preferences.get(database, "pin/2") is True
    assert preferences.get(database, "pin/3", "none") == "none"


def test_preferences_are_found_by_the_beginning_of_their_names(database):
    for name in ("a_1", "a_2", "ab1", "A_3", "x.a_4"):
        preferences.put(database, name, name)
    assert preferences.with_prefix(database, "a_") == {"1": "a_1", "2": "a_2"}
    assert preferences.with_prefix(database, "%") == {}
    preferences.remove(database, "a_1")
    preferences.remove(database, "a_1")
    assert preferences.with_prefix(database, "a_") == {"2": "a_2"}
    assert preferences.get(database, "a_1", "none") == "none"


def test_what_is_told_anew_leaves_what_it_does_not_name(database):
    """Of one consultation the platform tells less than in its lists."""
    less = consultation(symptom=Symptom(SymptomKind.TEXT, ""), team=Team(5, ""), status="结束")
    consultations.renew(database, replace(less, creator=Member(PATIENT, "")))
    assert consultations.get(database, ROOM) == Listed(
        consultation(status="结束"), Place.IN_PROCESS
    )
