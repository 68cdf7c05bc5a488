"""The waiting clock: from the first word that no doctor has answered, however it came to be known.

The truth here is the room's archive alone: who said what in which order, and what was taken back.
"""

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, Archive, make_arrived
from tests.vault.people import consultation, furnished_vault
from workstation.domain.events import Joined
from workstation.domain.marks import Mark
from workstation.store.waiting import THANKS, find_need
from workstation.vault.archive import gaps, pages
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import Step, gap_request
from workstation.vault.conversation import summaries

OTHER = 4004
CREATED = 500


def since(connection):
    """What the queue shows."""
    need = find_need(consultation(), summaries.of_room(connection, ROOM), Mark(ROOM), THANKS)
    return None if need is None else need.since_ms


def test_a_patient_who_writes_again_waits_no_less(database):
    assert since(database) == CREATED
    for number in range(5):
        ingest(database, [make_arrived(f"{number}", PATIENT, at_ms=1_000 + number)])
        assert since(database) == CREATED
    ingest(database, [make_arrived("answer", COLLEAGUE, at_ms=2_000)])
    assert since(database) is None
    for number in range(5):
        ingest(database, [make_arrived(f"again {number}", PATIENT, at_ms=3_000 + number)])
        assert since(database) == 3_000


def test_what_the_patient_corrects_was_asked_when_it_was_first_said(database):
    ingest(database, [make_arrived("hm", ME, at_ms=1), make_arrived("a", PATIENT, at_ms=100)])
    ingest(database, [make_arrived("b", PATIENT, at_ms=200)])
    ingest(database, [make_arrived("a!", PATIENT, origin_id="fix", replaces="id-a", at_ms=300)])
    assert since(database) == 100


def test_what_was_taken_back_neither_asks_nor_answers(database):
    ingest(database, [make_arrived("hm", ME, at_ms=1), make_arrived("a", PATIENT, at_ms=100)])
    ingest(database, [make_arrived("b", PATIENT, at_ms=200)])
    ingest(database, [make_arrived("", PATIENT, origin_id="r1", retracts="id-a", at_ms=300)])
    assert since(database) == 200
    ingest(database, [make_arrived("oops", ME, at_ms=400)])
    assert since(database) is None
    ingest(database, [make_arrived("", ME, origin_id="r2", retracts="id-oops", at_ms=500)])
    assert since(database) == 200
    ingest(database, [make_arrived("", PATIENT, origin_id="r3", retracts="id-b", at_ms=600)])
    assert since(database) is None


@dataclass(frozen=True)
class Said:
    """One act in the room: words, or the taking back of an earlier own act."""

    who: int
    back: bool


ACTS = st.lists(
    st.builds(Said, st.sampled_from((PATIENT, PATIENT, ME, COLLEAGUE, OTHER)), st.booleans()),
    max_size=14,
)
HOW = st.lists(st.sampled_from(("live", "missed", "join")), max_size=14)


def filled(acts):
    """An archive of these acts, and when the patient of it has waited since."""
    archive, standing = Archive(), []
    for number, act in enumerate(acts):
        own = [each for each in standing if each[0] == act.who]
        if act.back and own:
            gone = own[-1]
            standing.remove(gone)
            words = make_arrived("", act.who, origin_id=f"r{number}", retracts=f"id-{gone[1]}")
        else:
            words = make_arrived(f"{number}", act.who)
            standing.append((act.who, number))
        archive.add(words)
    return archive, _truth(standing)


def _truth(standing):
    last = max((at for at, (who, _) in enumerate(standing) if who in {ME, COLLEAGUE}), default=None)
    if last is None:
        return CREATED
    asked = [1_000 + number for who, number in standing[last + 1 :] if who == PATIENT]
    return asked[0] if asked else None


@settings(deadline=None, max_examples=150)
@given(acts=ACTS, how=HOW, limit=st.integers(1, 5))
def test_the_clock_is_the_same_however_the_conversation_became_known(acts, how, limit):
    archive, truth = filled(acts)
    connection = furnished_vault()
    whole, archive.items = archive.items, []
    for number, (_, item) in enumerate(whole):
        way = how[number] if number < len(how) else "missed"
        archive.items = whole[: number + 1]
        if way == "join":
            _catch_up(connection, archive, limit)
        elif way == "live":
            ingest(connection, [replace(item, live=True)])
    archive.items = whole
    _catch_up(connection, archive, limit)
    _scroll_up(connection, archive, limit)
    assert since(connection) == truth
    connection.close()


def _catch_up(connection, archive, limit):
    ingest(connection, [Joined(ROOM, archives=True, visit=1)])
    _follow(connection, archive, Step(pages.first_request(connection, ROOM)), limit)


def _scroll_up(connection, archive, limit):
    for gap in gaps.of_room(connection, ROOM):
        _follow(connection, archive, Step(gap_request(gap)), limit)


def _follow(connection, archive, step, limit):
    while step.request is not None:
        page = archive.page(step.request, limit)
        step = ingest(connection, [page], {"q": step.request}).steps["q"]
