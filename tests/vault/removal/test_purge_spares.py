"""What a purge leaves alone: patients in process, names that others need, what nobody purged."""

import pytest

from tests.fakes.archive import ME, PATIENT, ROOM, make_arrived
from tests.vault.people import consultation
from workstation.domain.changes import Draft, Listed, Place
from workstation.domain.notes import PatientNote
from workstation.domain.people import Member
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import members
from workstation.vault.doctor import notes
from workstation.vault.lists import consultations
from workstation.vault.removal import patient_data
from workstation.vault.unsent import drafts

OTHER, OTHER_PATIENT = 8, 3001


def put(database, number, place, **rest):
    consultations.put(database, Listed(consultation(number, **rest), place))


def test_what_is_written_to_a_patient_who_came_back_is_not_purged_again(database):
    put(database, ROOM, Place.HISTORY)
    patient_data.purge(database, [ROOM])
    put(database, ROOM, Place.IN_PROCESS)
    drafts.put(database, Draft(ROOM, "再来一次"), 2)
    assert patient_data.purge_again(database).consultation_ids == ()
    assert drafts.get(database, ROOM).text == "再来一次"


def test_a_note_about_a_patient_who_was_not_purged_stays(database):
    """A merged database may note something of a patient of whom no list tells yet."""
    put(database, OTHER, Place.HISTORY)
    patient_data.purge(database, [OTHER])
    note = PatientNote("patient:4001", 9, "青霉素过敏", ())
    notes.put(database, note)
    assert patient_data.purge_again(database).changes.notes == ()
    assert notes.read_all(database) == (note,)


def test_the_doctors_own_name_stays(database):
    put(database, ROOM, Place.HISTORY, creator=Member(ME, "李医生"))
    patient_data.purge(database, [ROOM])
    assert members.names(database)[ME] == "李医生"


@pytest.mark.parametrize("as_whom", ["target", "creator"])
def test_a_name_that_another_consultation_shows_stays(database, as_whom):
    members.learn(database, PATIENT, "王秀英")
    put(database, ROOM, Place.HISTORY)
    rest = {"target": Member(None, ""), "creator": Member(None, "")}
    put(database, OTHER, Place.HISTORY, **rest | {as_whom: Member(PATIENT, "王秀英")})
    patient_data.purge(database, [ROOM])
    assert members.names(database)[PATIENT] == "王秀英"


def test_a_name_under_which_somebody_speaks_elsewhere_stays(database):
    members.learn(database, PATIENT, "王秀英")
    put(database, ROOM, Place.HISTORY)
    rest = {"target": Member(OTHER_PATIENT, "李思远"), "creator": Member(OTHER_PATIENT, "李思远")}
    put(database, OTHER, Place.HISTORY, **rest)
    ingest(database, [make_arrived("陪她来", PATIENT, consultation_id=OTHER)])
    patient_data.purge(database, [ROOM])
    assert members.names(database)[PATIENT] == "王秀英"
