"""Purging one patient: nothing of it in any page of the file, and nothing else touched."""

import pytest

from tests.fakes.archive import PATIENT, ROOM, make_arrived
from tests.vault.pages import read_pages
from tests.vault.people import KEY, consultation, furnish
from workstation.domain.changes import Draft, Listed, Place
from workstation.domain.closing import ClosingSummary
from workstation.domain.consultation import Symptom, SymptomKind
from workstation.domain.message import Attachment, MessageKind
from workstation.domain.people import Member
from workstation.vault import preferences
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import members
from workstation.vault.engine.opening import open_database
from workstation.vault.lists import consultations
from workstation.vault.purged_numbers import purged_ids
from workstation.vault.removal import patient_data
from workstation.vault.rescue import outbox_backup
from workstation.vault.rescue.form_merge import OPENING
from workstation.vault.schema.migrations import migrate
from workstation.vault.search import search
from workstation.vault.unsent import closing, drafts, files, outbox

CANARY = "金丝雀rarewordcanary"
OTHER, OLDER, OPEN = 8, 9, 10
COLLEAGUES_PATIENT = 3001
PICTURE = Attachment("https://clinic.example/rash.jpg", "image/jpeg")


def form(patient: int | None, text: str) -> dict[str, object]:
    """A half-filled form of a new consultation, as it is stored."""
    return {"target": ["", patient], "creator": ["", None], "text": text}


def fill(connection) -> None:
    """Two ended consultations of one patient, and one of another."""
    migrate(connection)
    furnish(connection)
    someone_else = {
        "target": Member(COLLEAGUES_PATIENT, "李思远"),
        "creator": Member(COLLEAGUES_PATIENT, ""),
    }
    for number, rest in ((ROOM, {}), (OLDER, {}), (OTHER, someone_else)):
        symptom = Symptom(SymptomKind.TEXT, CANARY if number != OTHER else "头痛")
        value = consultation(number, symptom=symptom, images=(f"/{number}.jpg",), **rest)
        consultations.put(connection, Listed(value, Place.HISTORY))
    for number in (ROOM, OLDER, OTHER):
        word = CANARY if number != OTHER else "staysrareword"
        patient = PATIENT if number != OTHER else COLLEAGUES_PATIENT
        messages = [
            make_arrived(
                f"{word} {n} " + "长" * 300,
                patient,
                origin_id=f"{number}-{n}",
                at_ms=n,
                consultation_id=number,
                attachment=PICTURE if n == 1 else None,
            )
            for n in range(1, 9)
        ]
        ingest(connection, messages)
        file = files.keep(connection, word.encode() * 900, "image/jpeg", f"{word}.jpg")
        drafts.put(connection, Draft(number, word, files=(file.file_id,)), 1)
        outbox.add(connection, number, f"own-{number}", MessageKind.TEXT, f"{word} own", 5)
        closing.put(connection, number, ClosingSummary(advice=word))
    members.learn(connection, PATIENT, CANARY)
    others = form(COLLEAGUES_PATIENT, "staysrareword"), form(None, "typed")
    waiting = [others[0], form(PATIENT, CANARY), others[1]]
    preferences.put(connection, OPENING, {"form": form(PATIENT, CANARY), "waiting": waiting})


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "vault.db"
    connection = open_database(path, KEY)
    migrate(connection)
    outbox_backup.attach(connection, path, KEY)
    connection.execute("BEGIN IMMEDIATE")
    fill(connection)
    connection.execute("COMMIT")
    connection.close()
    return path


def purge(path, ids):
    connection = open_database(path, KEY)
    outbox_backup.attach(connection, path, KEY)
    connection.execute("BEGIN IMMEDIATE")
    purged = patient_data.purge(connection, ids, PATIENT)
    connection.execute("COMMIT")
    connection.close()
    return purged


def test_before_a_purge_its_words_are_in_the_pages(path):
    assert CANARY.encode() in read_pages(path, KEY)


def test_no_page_of_the_vault_or_its_backup_has_a_word_of_the_patient(path):
    purged = purge(path, (ROOM, OLDER))
    assert purged.addresses == {"/7.jpg", "/9.jpg", PICTURE.url}
    assert purged.changes.forgotten == purged.changes.purged == {ROOM, OLDER}
    backup = outbox_backup.path_beside(path)
    for content in (read_pages(path, KEY), read_pages(backup, outbox_backup.backup_key(KEY))):
        assert CANARY.encode() not in content
        assert b"rarewordcanary" not in content
        assert "金丝".encode() not in content
        assert b"staysrareword" in content


def test_the_file_of_an_own_picture_that_was_uploaded_and_not_sent_is_to_go_as_well(path):
    connection = open_database(path, KEY)
    own = Attachment("https://clinic.example/own.jpg", "image/jpeg")
    outbox.add(connection, ROOM, "uploaded", MessageKind.IMAGE, "", 6, attachment=own)
    waiting = files.keep(connection, b"x", "image/jpeg", "x.jpg")
    outbox.add(connection, ROOM, "waiting", MessageKind.IMAGE, "", 6, file_id=waiting.file_id)
    connection.close()
    addresses = purge(path, (ROOM, OLDER)).addresses
    assert own.url in addresses
    assert "" not in addresses, "one that waits for its upload has none"


def test_the_other_patient_has_everything(path):
    purge(path, (ROOM, OLDER))
    connection = open_database(path, KEY)
    assert drafts.get(connection, OTHER).text == "staysrareword"
    assert len(drafts.get(connection, OTHER).files) == 1
    assert [entry.consultation_id for entry in outbox.entries(connection)] == [OTHER]
    assert len(search.search_conversation(connection, OTHER, "staysrareword")) > 0
    assert connection.execute("SELECT count(*) FROM file").fetchall() == [(1,)]
    assert purged_ids(connection) == {ROOM, OLDER}


def test_it_is_said_what_would_be_lost_and_what_stays(path):
    connection = open_database(path, KEY)
    consultations.put(connection, Listed(consultation(OPEN), Place.IN_PROCESS))
    data = patient_data.survey(connection, consultation(OLDER))
    assert data.consultation_ids == (ROOM, OLDER)
    assert (data.in_process, data.unsent, data.drafts) == (1, 2, 4)
    assert data.patient_id is None, "who is in process keeps the half-filled forms"


def test_half_filled_forms_are_among_what_would_be_lost(path):
    connection = open_database(path, KEY)
    data = patient_data.survey(connection, consultation(OLDER))
    assert (data.drafts, data.patient_id) == (6, PATIENT)


def test_half_filled_forms_about_others_stay(path):
    purge(path, (ROOM, OLDER))
    connection = open_database(path, KEY)
    stored = preferences.get(connection, OPENING)
    assert stored == {"waiting": [form(COLLEAGUES_PATIENT, "staysrareword"), form(None, "typed")]}


def test_where_nobody_is_named_it_is_the_one_consultation(path):
    connection = open_database(path, KEY)
    nobody = consultation(20, target=Member(None, ""))
    consultations.put(connection, Listed(nobody, Place.HISTORY))
    consultations.put(connection, Listed(consultation(21, target=Member(None, "")), Place.HISTORY))
    assert patient_data.survey(connection, nobody).consultation_ids == (20,)


def test_what_a_merged_vault_brings_back_is_purged_again(path):
    purge(path, (ROOM, OLDER))
    connection = open_database(path, KEY)
    drafts.put(connection, Draft(ROOM, CANARY), 2)
    drafts.put(connection, Draft(OTHER, "stays"), 2)
    assert patient_data.purge_again(connection).consultation_ids == (ROOM,)
    assert drafts.get(connection, ROOM).text == ""
    assert drafts.get(connection, OTHER).text == "stays"
    assert not patient_data.purge_again(connection).changes
