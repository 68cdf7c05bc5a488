"""What is noted about a patient is kept as it was written, and goes with the last consultation."""

from tests.fakes.archive import PATIENT, ROOM
from tests.vault.people import consultation, empty_vault
from workstation.domain.changes import Listed, Place
from workstation.domain.notes import PatientNote, note_subject
from workstation.domain.people import Member
from workstation.vault.doctor import notes
from workstation.vault.lists import consultations
from workstation.vault.removal import patient_data
from workstation.vault.rescue import local_data

OTHER = 8
SUBJECT = note_subject(consultation())
NOTE = PatientNote(SUBJECT, ROOM, "青霉素过敏", ("高风险",))
GONE = PatientNote(SUBJECT, ROOM)


def list_ended(database, number: int) -> None:
    """One more consultation of the same patient, in the history."""
    consultations.put(database, Listed(consultation(number), Place.HISTORY))


def test_the_last_word_about_a_patient_is_kept(database):
    assert notes.put(database, NOTE).notes == (NOTE,)
    later = PatientNote(SUBJECT, OTHER, "复查", ())
    notes.put(database, later)
    assert notes.read_all(database) == (later,)
    notes.put(database, GONE)
    assert notes.read_all(database) == ()


def test_a_note_stays_while_a_consultation_of_its_patient_is_known(database):
    list_ended(database, OTHER)
    notes.put(database, NOTE)
    assert consultations.forget(database, [ROOM]).notes == ()
    assert notes.read_all(database) == (NOTE,)
    assert consultations.forget(database, [OTHER]).notes == (PatientNote(SUBJECT, OTHER),)
    assert notes.read_all(database) == ()


def test_who_is_here_no_more_is_told_though_nothing_was_noted(database):
    assert consultations.forget(database, [ROOM]).notes == (GONE,)


def test_where_nobody_is_named_a_note_goes_with_its_consultation(database):
    nameless = consultation(OTHER, target=Member(None, "王秀英"))
    consultations.put(database, Listed(nameless, Place.HISTORY))
    note = PatientNote(note_subject(nameless), OTHER, "只在这一次")
    notes.put(database, note)
    notes.put(database, NOTE)
    consultations.forget(database, [OTHER])
    assert notes.read_all(database) == (NOTE,)


def test_purging_takes_the_note_unless_the_patient_is_in_process(database):
    list_ended(database, OTHER)
    notes.put(database, NOTE)
    patient_data.purge(database, [OTHER])
    assert notes.read_all(database) == (NOTE,)
    consultations.put(database, Listed(consultation(), Place.HISTORY))
    patient_data.purge(database, [ROOM])
    assert notes.read_all(database) == ()


def test_what_a_merged_vault_brings_back_of_a_purged_patient_is_purged_again(database):
    consultations.put(database, Listed(consultation(), Place.HISTORY))
    patient_data.purge(database, [ROOM])
    notes.put(database, NOTE)
    assert patient_data.purge_again(database).changes.notes == (GONE,)
    assert notes.read_all(database) == ()


def test_two_vaults_of_one_doctor_lose_no_word_and_no_label():
    first, second = empty_vault(), empty_vault()
    notes.put(first, NOTE)
    notes.put(second, PatientNote(SUBJECT, OTHER, "说方言", ("高风险", "需复诊")))
    both = PatientNote(SUBJECT, OTHER, "青霉素过敏\n说方言", ("高风险", "需复诊"))
    for _ in range(2):
        local_data.merge(first, local_data.read(second), newer=True)
        assert notes.read_all(first) == (both,)
    first.close()
    second.close()


def test_a_note_has_whom_it_is_about_and_no_name():
    assert f"patient:{PATIENT}" == SUBJECT
    assert "青霉素" not in repr(NOTE)
    assert "高风险" not in repr(NOTE)
