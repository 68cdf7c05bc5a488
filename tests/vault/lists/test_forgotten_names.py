"""Names of people go with the last of their consultations, by age, deletion or purge alike."""

from tests.fakes.archive import ME, PATIENT, ROOM, make_arrived
from tests.vault.people import consultation
from workstation.domain.changes import Listed, Place
from workstation.domain.people import Member
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import members
from workstation.vault.lists import consultations

OTHER, LATER = 8, 10_000
MOTHER, COLLEAGUE = 2002, 1002


def fill(database) -> None:
    """A consultation too old to stay, in which a mother and a colleague wrote, too."""
    listed = Listed(consultation(ROOM, doctor_ids=(ME, COLLEAGUE)), Place.GONE)
    consultations.put(database, listed)
    people = {PATIENT: "patient", MOTHER: "mother", COLLEAGUE: "colleague", ME: "me"}
    for number, name in people.items():
        members.learn(database, number, name)
    ingest(database, [make_arrived(name, number) for number, name in people.items()])


def names_after_forgetting(database) -> set[str]:
    """The names that are left once all that is old has gone."""
    assert consultations.forget_aged(database, LATER).forgotten == {ROOM}
    return set(members.names(database).values())


def test_a_year_later_only_the_doctors_names_are_here(database):
    fill(database)
    assert names_after_forgetting(database) == {"colleague", "me"}


def test_who_writes_in_another_consultation_stays(database):
    fill(database)
    other = consultation(OTHER, target=Member(3001, ""), creator=Member(3001, ""))
    consultations.put(database, Listed(other, Place.HISTORY))
    ingest(database, [make_arrived("both", MOTHER, consultation_id=OTHER)])
    assert "mother" in names_after_forgetting(database)


def test_who_asks_for_another_consultation_stays(database):
    fill(database)
    other = consultation(OTHER, target=Member(3001, ""), creator=Member(MOTHER, "mother"))
    consultations.put(database, Listed(other, Place.HISTORY))
    assert "mother" in names_after_forgetting(database)


def test_a_former_colleague_who_is_of_another_team_stays(database):
    fill(database)
    ingest(database, [make_arrived("before", 1003)])
    members.learn(database, 1003, "former")
    other = consultation(
        OTHER, target=Member(3001, ""), creator=Member(3001, ""), doctor_ids=(ME, 1003)
    )
    consultations.put(database, Listed(other, Place.IN_PROCESS))
    assert "former" in names_after_forgetting(database)
