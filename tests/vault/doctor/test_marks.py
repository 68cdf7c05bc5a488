"""Marks are kept as they were made, one row each, and go with their consultation."""

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, make_arrived
from tests.vault.people import consultation, empty_vault
from workstation.domain.changes import Listed, Place
from workstation.domain.events import Displayed
from workstation.domain.marks import Mark, Snooze
from workstation.domain.message import Attachment, MessageKind
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import summaries
from workstation.vault.doctor import marks
from workstation.vault.lists import consultations
from workstation.vault.unsent import outbox

TIMES = st.one_of(st.none(), st.integers(0, 1 << 50))
MARKS = st.builds(
    Mark,
    st.integers(1, 5),
    TIMES,
    st.one_of(st.none(), st.builds(Snooze, TIMES, TIMES, st.integers(0, 9))),
    st.booleans(),
    TIMES,
)


@given(st.lists(MARKS, max_size=12))
def test_the_last_word_on_each_consultation_is_kept(said_one_by_one):
    database = empty_vault()
    for mark in said_one_by_one:
        assert marks.put(database, mark).marks == (mark,)
    last = {mark.consultation_id: mark for mark in said_one_by_one}
    expected = [last[number] for number in sorted(last) if last[number]]
    assert marks.read_all(database) == tuple(expected)
    database.close()


def test_marks_go_with_a_consultation_that_is_forgotten(database):
    marks.put(database, Mark(ROOM, pinned_ms=1))
    consultations.forget(database, [ROOM])
    assert marks.read_all(database) == ()


def test_a_summary_tells_patients_from_colleagues_and_who_answered(database):
    before = summaries.of_room(database, ROOM)
    assert (before.doctor_id, before.doctor_ms, before.mine) == (None, None, False)
    ingest(
        database,
        [
            make_arrived("痒", archive_id="a1"),
            make_arrived("好", ME, origin_id="o", archive_id="a2"),
        ],
    )
    ingest(database, [make_arrived("还痒", archive_id="a3")])
    summary = summaries.of_room(database, ROOM)
    assert (summary.doctor_id, summary.mine, summary.patient_unread) == (ME, True, summary.unread)
    assert summary.doctor_ms is not None


def test_all_conversations_at_once_say_what_each_says(database):
    """Own words that were read, a correction, colleagues, strangers, what is unsent, nothing."""
    fix = {"replaces": "id-hm", "archive_id": "fix"}
    spoken = {
        ROOM: [("痒", PATIENT, {}), ("好", ME, {}), ("谢谢", PATIENT, {})],
        8: [("ill", PATIENT, {}), ("hm", COLLEAGUE, {}), ("well", COLLEAGUE, fix)],
        9: [("who", 3001, {}), ("nobody", None, {}), ("mine", ME, {})],
        10: [("later", PATIENT, {})],
        11: [],
    }
    for room, words in spoken.items():
        people = {"doctor_ids": (COLLEAGUE,)} if room == 9 else {}
        listed = Listed(consultation(room, **people), Place.IN_PROCESS)
        consultations.put(database, listed)
        events = [
            make_arrived(text, member, consultation_id=room, **{"archive_id": f"a{text}"} | more)
            for text, member, more in words
        ]
        ingest(database, [*events, Displayed(ROOM, PATIENT, "a好")])
    outbox.add(database, 10, "o1", MessageKind.TEXT, "unsent", 5)
    together = {each.consultation_id: each for each in summaries.queue(database)[1]}
    assert together == {room: summaries.of_room(database, room) for room in spoken}
    assert [together[room].last.text for room in (ROOM, 8, 9)] == ["谢谢", "well", "mine"]
    assert [together[room].mine for room in spoken] == [True, False, True, True, False]
    unanswered = [[each.at_ms for each in together[room].unanswered] for room in spoken]
    assert unanswered == [[1_000], [], [], [1_000], []]


def test_a_summary_knows_of_pictures_until_they_are_withdrawn(database):
    picture = Attachment("https://media.example/a.jpg", "image/jpeg")
    assert not summaries.of_room(database, ROOM).pictures
    ingest(database, [make_arrived("", archive_id="p", kind=MessageKind.IMAGE, attachment=picture)])
    assert summaries.of_room(database, ROOM).pictures


def test_what_waits_to_be_sent_makes_a_consultation_mine(database):
    outbox.add(database, ROOM, "o1", MessageKind.TEXT, "好", 1)
    assert summaries.of_room(database, ROOM).mine
