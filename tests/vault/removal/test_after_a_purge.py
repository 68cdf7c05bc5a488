"""After a purge: what the server still sends of a patient does not come onto this computer."""

import pytest

from tests.fakes.archive import ME, PATIENT, ROOM, Archive, make_arrived
from tests.vault.people import consultation
from workstation.domain.changes import Listed, Place, Removed
from workstation.domain.events import Displayed, Joined
from workstation.domain.message import MessageKind
from workstation.domain.row_key import own_row
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import PageRequest, Step
from workstation.vault.lists import consultations
from workstation.vault.removal import patient_data
from workstation.vault.unsent import outbox

OTHER = 8
REQUEST = PageRequest(ROOM)


def list_in(database, place: Place, number: int = ROOM) -> None:
    """The platform has a consultation in this list."""
    consultations.put(database, Listed(consultation(number), place))


def rows_of_room(database) -> list[int]:
    """How many messages, gaps, cursors and markers there are of the room."""
    counts = [
        "SELECT count(*) FROM message WHERE consultation_id = ?",
        "SELECT count(*) FROM gap WHERE consultation_id = ?",
        "SELECT count(*) FROM cursor WHERE consultation_id = ?",
        "SELECT count(*) FROM displayed WHERE consultation_id = ?",
    ]
    return [database.execute(count, (ROOM,)).fetchall()[0][0] for count in counts]


@pytest.fixture
def archive() -> Archive:
    """A room in which something was said."""
    archive = Archive()
    for text in "abc":
        archive.add(make_arrived(text, PATIENT))
    return archive


@pytest.mark.parametrize("place", [None, Place.HISTORY, Place.GONE])
def test_neither_a_page_that_was_asked_for_before_nor_a_live_word_is_taken(
    database, archive, place
) -> None:
    """``place`` is the list in which the platform has it after the purge, ``None`` for none."""
    list_in(database, Place.HISTORY)
    patient_data.purge(database, [ROOM])
    if place is not None:
        list_in(database, place)
    live = [Joined(ROOM, archives=True, visit=1), make_arrived("d", PATIENT)]
    events = [*live, Displayed(ROOM, PATIENT, "id-a"), archive.page(REQUEST, 9)]
    taken = ingest(database, events, {"q": REQUEST})
    assert taken.steps == {"q": Step()}
    assert not taken.changes
    assert rows_of_room(database) == [0, 0, 0, 0]


def test_of_a_consultation_that_is_open_again_all_is_taken(database, archive) -> None:
    list_in(database, Place.HISTORY)
    patient_data.purge(database, [ROOM])
    list_in(database, Place.IN_PROCESS)
    ingest(database, [make_arrived("d", PATIENT), archive.page(REQUEST, 9)], {"q": REQUEST})
    assert rows_of_room(database)[0] == 4


def test_of_another_consultation_in_the_same_batch_all_is_taken(database, archive) -> None:
    list_in(database, Place.HISTORY, OTHER)
    patient_data.purge(database, [OTHER])
    refused = make_arrived("d", PATIENT, consultation_id=OTHER)
    ingest(database, [refused, archive.page(REQUEST, 9)], {"q": REQUEST})
    assert rows_of_room(database)[0] == 3


@pytest.mark.parametrize("comes_in_a_page", [False, True])
def test_what_was_sent_while_it_was_open_again_counts_as_sent(database, comes_in_a_page) -> None:
    list_in(database, Place.HISTORY)
    patient_data.purge(database, [ROOM])
    list_in(database, Place.IN_PROCESS)
    for origin_id in ("own", "later"):
        outbox.add(database, ROOM, origin_id, MessageKind.TEXT, "再来", 1)
    list_in(database, Place.HISTORY)
    archive, echo = Archive(), make_arrived("再来", ME, origin_id="own")
    archive.add(echo)
    event = archive.page(REQUEST, 9) if comes_in_a_page else echo
    changes = ingest(database, [event], {"q": REQUEST}).changes
    assert changes.confirmed == ((ROOM, "own"),)
    assert changes.removed == (Removed(ROOM, own_row("own")),)
    assert [entry.origin_id for entry in outbox.entries(database)] == ["later"]
    assert rows_of_room(database) == [0, 0, 0, 0]
