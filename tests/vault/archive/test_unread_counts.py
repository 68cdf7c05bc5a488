"""How much is unread is right after whatever came together in one transaction."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, make_arrived
from tests.vault.people import furnished_vault
from workstation.domain.events import ArchivePage, Displayed
from workstation.vault import sql
from workstation.vault.archive.ingest import ingest
from workstation.vault.archive.requests import PageRequest

ROOMS = (ROOM, ROOM + 1)


def numbered(speaker, number, text="痒", **rest):
    """A message whose ids are made of its number: another of that number is a copy of it."""
    ids = {"origin_id": f"o{number}", "archive_id": f"a{number}", "at_ms": 1_000 + number}
    return make_arrived(text, speaker, **(ids | rest))


@st.composite
def events(draw):
    """A message, a correction, a retraction, a marker or a page, of one of two rooms."""
    room, number = draw(st.sampled_from(ROOMS)), draw(st.integers(0, 5))
    in_room = {"consultation_id": room}
    speaker = draw(st.sampled_from((PATIENT, PATIENT, COLLEAGUE, ME, None)))
    match draw(st.sampled_from(("say", "say", "amend", "retract", "read", "page"))):
        case "say":
            return numbered(speaker, number, **in_room)
        case "amend":
            return numbered(speaker, number + 10, replaces=f"o{number}", **in_room)
        case "retract":
            return numbered(speaker, number + 20, "", retracts=f"o{number}", **in_room)
        case "read":
            reader = draw(st.sampled_from((ME, ME, PATIENT)))
            return Displayed(room, reader, f"a{number}")
    items = [numbered(speaker, each, live=False, **in_room) for each in range(number + 1)]
    ids = tuple(item.archive_id for item in items)
    whole = draw(st.booleans())
    return ArchivePage(room, f"{room}", tuple(items), ids[0], ids[-1], complete=whole, ids=ids)


def stored_and_recounted(database):
    """Unread messages by conversation and who wrote them: as they are kept, and as they are."""
    stored = sql.rows(database, "SELECT * FROM unread_count ORDER BY 1, 2")
    recounted = sql.rows(
        database,
        "SELECT consultation_id, coalesce(member_id, -1), count(*) FROM message"
        " WHERE unread GROUP BY 1, 2 ORDER BY 1, 2",
    )
    return stored, recounted


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(events(), min_size=1, max_size=8), max_size=5))
@example([[numbered(PATIENT, 1), Displayed(ROOM, ME, "a1")]])
@example([[numbered(PATIENT, 1), numbered(PATIENT, 11, replaces="o1")]])
@example([[numbered(PATIENT, 11, replaces="o1"), numbered(PATIENT, 1)]])
@example([[numbered(None, 1), numbered(PATIENT, 1), Displayed(ROOM, ME, "a1")]])
def test_what_is_kept_is_what_a_recount_gives(batches):
    database = furnished_vault()
    for batch in batches:
        ingest(database, batch, {f"{room}": PageRequest(room) for room in ROOMS})
        stored, recounted = stored_and_recounted(database)
        assert stored == recounted
    database.close()


def test_what_is_taken_back_as_a_whole_is_not_counted(database):
    ingest(database, [numbered(PATIENT, 1)])
    database.execute("SAVEPOINT trial")
    ingest(database, [numbered(PATIENT, 2), numbered(COLLEAGUE, 3)])
    database.execute("ROLLBACK TO trial; RELEASE trial")
    assert stored_and_recounted(database)[0] == [(ROOM, PATIENT, 1)]
