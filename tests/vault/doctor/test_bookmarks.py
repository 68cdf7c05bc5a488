"""Bookmarks in recordings: kept in order, gone with their consultation, carried over."""

from tests.fakes.archive import ROOM
from tests.vault.people import empty_vault, furnished_vault
from workstation.domain.bookmarks import Bookmark
from workstation.vault.doctor import bookmarks
from workstation.vault.lists import consultations
from workstation.vault.removal import patient_data
from workstation.vault.rescue import local_data

OTHER = 31
VOICE, SYMPTOM = "https://clinic.example/v.amr", "https://clinic.example/s.amr"
EARLY, LATE = Bookmark(4_000, "药名"), Bookmark(61_500)


def test_they_come_back_in_the_order_of_the_recording(database):
    bookmarks.put(database, ROOM, VOICE, LATE, 1)
    bookmarks.put(database, ROOM, VOICE, EARLY, 2)
    bookmarks.put(database, ROOM, SYMPTOM, EARLY, 3)
    bookmarks.put(database, OTHER, VOICE, EARLY, 4)
    assert bookmarks.of_consultation(database, ROOM) == {VOICE: (EARLY, LATE), SYMPTOM: (EARLY,)}


def test_a_moment_has_one_note_and_can_be_taken_away(database):
    bookmarks.put(database, ROOM, VOICE, EARLY, 1)
    bookmarks.put(database, ROOM, VOICE, Bookmark(EARLY.at_ms, "剂量"), 2)
    assert bookmarks.of_consultation(database, ROOM) == {VOICE: (Bookmark(4_000, "剂量"),)}
    bookmarks.remove(database, ROOM, VOICE, EARLY.at_ms)
    bookmarks.remove(database, ROOM, VOICE, EARLY.at_ms)
    assert bookmarks.of_consultation(database, ROOM) == {}


def test_they_go_with_their_consultation(database):
    bookmarks.put(database, ROOM, VOICE, EARLY, 1)
    bookmarks.put(database, OTHER, VOICE, EARLY, 1)
    consultations.forget(database, [ROOM])
    assert bookmarks.of_consultation(database, ROOM) == {}
    assert bookmarks.of_consultation(database, OTHER) == {VOICE: (EARLY,)}


def test_a_vault_that_is_merged_brings_them_along():
    aside, live = furnished_vault(), empty_vault()
    bookmarks.put(aside, ROOM, VOICE, EARLY, 1)
    local_data.merge(live, local_data.read(aside), newer=False)
    assert bookmarks.of_consultation(live, ROOM) == {VOICE: (EARLY,)}


def test_a_merged_vault_brings_none_of_a_purged_patient(database):
    consultations.forget(database, [ROOM])
    patient_data.purge(database, [ROOM])
    bookmarks.put(database, ROOM, VOICE, EARLY, 1)
    assert patient_data.purge_again(database).consultation_ids == (ROOM,)
    assert bookmarks.of_consultation(database, ROOM) == {}
