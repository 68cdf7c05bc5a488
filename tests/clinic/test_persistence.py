"""What was done stays done over a restart, and a folder is seeded once."""

import sqlite3

import pytest

from workstation.clinic.clinic import Clinic
from workstation.clinic.consultations import NewConsultation


@pytest.fixture
def reopened(clinic, clock):
    opened = []

    def again():
        clinic.close()
        opened.append(Clinic.open(clinic.folder, clock=clock))
        return opened[-1]

    yield again
    for one in opened:
        one.close()


def test_consultations_details_deletions_and_passwords_survive(clinic, reopened):
    known = clinic.consultations.find(20418)
    made = clinic.consultations.create(
        NewConsultation(known.creator_member_id, known.target_member_id, 101, "咳嗽", "text")
    )
    gone = clinic.consultations.history(1001)[5].consultation_id
    clinic.consultations.delete_from_history(1001, gone)
    clinic.doctors.change(1001, {"name": "林若川", "honours": ["新的荣誉"]})
    password, token = clinic.passwords.issue(1001).password, clinic.tokens.of(1001)

    again = reopened()

    assert again.consultations.in_process(1001)[0] == made
    assert gone not in {one.consultation_id for one in again.consultations.history(1001)}
    assert again.doctors.detail(1001).honours == ("新的荣誉",)
    assert again.passwords.verify(1001, password)
    assert again.tokens.of(1001) == token


def test_the_second_opening_seeds_nothing(clinic, reopened, clock):
    before = clinic.consultations.all_in_process()
    clock.ms += 10**9
    assert reopened().consultations.all_in_process() == before


def test_a_number_is_never_given_twice(clinic):
    known = clinic.consultations.find(20418)
    new = NewConsultation(known.creator_member_id, known.target_member_id, 101, "咳嗽", "text")
    first = clinic.consultations.create(new).consultation_id
    with clinic.database.transaction():
        clinic.database.execute("DELETE FROM consultation_doctors WHERE consultation_id = ?", first)
        clinic.database.execute("DELETE FROM consultations WHERE consultation_id = ?", first)
    assert clinic.consultations.create(new).consultation_id > first


def test_a_failed_transaction_leaves_nothing(clinic):
    before = clinic.consultations.all_in_process()
    with pytest.raises(sqlite3.IntegrityError):
        clinic.consultations.create(NewConsultation(3001, 3001, 999, "咳嗽", "text"))
    assert clinic.consultations.all_in_process() == before


def test_listeners_hear_of_new_and_finished_ones_after_they_are_stored(clinic):
    events = []
    clinic.consultations.on_created.append(
        lambda one: events.append(("new", clinic.consultations.find(one.consultation_id) == one))
    )
    clinic.consultations.on_finished.append(lambda one: events.append(("end", one.ended)))
    made = clinic.consultations.create(NewConsultation(3001, 3001, 101, "咳嗽", "text"))
    clinic.consultations.finish(made.consultation_id)
    assert events == [("new", True), ("end", clinic.clock.now_ms())]
    assert clinic.consultations.finish(made.consultation_id) is None
