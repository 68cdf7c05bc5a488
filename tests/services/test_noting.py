"""Notes are written whole, outlive the program, reach the queue, and fail without a trace."""

import asyncio
from dataclasses import replace

import pytest

from tests.store.people import listed
from workstation.domain.changes import Changes
from workstation.domain.errors import StorageError
from workstation.domain.notes import MAX_LABELS
from workstation.services.noting import Noting
from workstation.store.worklist import Worklist
from workstation.vault.database import Vault
from workstation.vault.doctor import notes


class Place:
    """A queue of two patients and what is noted about them."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.rows = vault, Worklist()
        self.rows.load([listed(1), listed(2)], (), ())
        self.noting = Noting(vault, self.rows.notes, self.rows.apply)
        self.patient = listed(1).consultation


@pytest.fixture
def place(vault):
    return Place(vault)


async def test_a_note_and_its_labels_are_found_again_after_a_restart(place):
    await asyncio.gather(
        place.noting.write(place.patient, " 青霉素过敏\n"),
        place.noting.toggle_label(place.patient, "高风险"),
    )
    fresh = Worklist()
    fresh.load([listed(1), listed(2)], (), (), notes=await place.vault.read(notes.read_all))
    note = fresh.notes.of(place.patient)
    assert (note.text, note.labels) == ("青霉素过敏", ("高风险",))
    assert fresh.row(1).labels == ("高风险",)
    assert fresh.row(2).labels == ()


async def test_a_note_and_a_label_at_once_are_both_kept():
    """On a disk that takes its time: each reads the note before the other is written."""
    vault = Vault.in_memory()
    place = Place(vault)
    await asyncio.gather(
        place.noting.write(place.patient, "青霉素过敏"),
        place.noting.toggle_label(place.patient, "高风险"),
    )
    note = place.rows.notes.of(place.patient)
    assert (note.text, note.labels) == ("青霉素过敏", ("高风险",))
    vault.close()


async def test_a_note_says_where_it_was_last_written(place):
    """By that a purge knows whether it is to go."""
    await place.noting.write(place.patient, "青霉素过敏")
    again = replace(place.patient, consultation_id=5)
    await place.noting.write(again, "对青霉素过敏")
    assert place.rows.notes.of(place.patient).consultation_id == 5


async def test_a_label_is_given_and_taken_and_there_are_not_too_many(place):
    for number in range(MAX_LABELS + 1):
        await place.noting.toggle_label(place.patient, f"标签{number}")
    assert len(place.rows.notes.of(place.patient).labels) == MAX_LABELS
    await place.noting.toggle_label(place.patient, "标签0")
    assert "标签0" not in place.rows.notes.of(place.patient).labels
    assert place.rows.notes.labels() == ("标签1", "标签2", "标签3", "标签4", "标签5")


async def test_a_disk_that_takes_nothing_changes_nothing(place, monkeypatch):
    async def refuse(*_: object) -> Changes:
        raise StorageError("full", call="write")

    monkeypatch.setattr(place.vault, "write", refuse)
    with pytest.raises(StorageError):
        await place.noting.write(place.patient, "x")
    assert not place.rows.notes.of(place.patient)


async def test_a_patient_is_found_by_the_note_unless_the_policy_forbids_notes(place):
    await place.noting.write(place.patient, "青霉素过敏")
    await place.noting.toggle_label(place.patient, "高风险")
    notes_of = place.rows.notes
    assert notes_of.has_words(place.patient, "高风险 青霉素")
    assert not notes_of.has_words(place.patient, "")
    assert not notes_of.has_words(listed(2).consultation, "青霉素")
    notes_of.allowed = False
    assert not notes_of.has_words(place.patient, "青霉素")
    assert notes_of.labels() == ()
