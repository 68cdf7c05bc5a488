"""Words are found as they stand, in Chinese and in Latin letters, and never as a query language."""

import pytest

from tests.vault.archive import ROOM, said
from workstation.vault import consultations, search, timelines
from workstation.vault.ingest import ingest

TEXTS = {
    "rash": "手臂起疹三天，很痒",
    "drug": "阿司匹林 Aspirin 100mg 每天",
    "night": "夜里起不来",
    "rare": "𠮷野家的饭",
}


@pytest.fixture
def filled(database):
    ingest(database, [said(text, origin_id=name) for name, text in TEXTS.items()])
    return database


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("起疹", ["rash"]),
        ("疹", ["rash"]),
        ("起", ["night", "rash"]),
        ("疹起", []),
        ("三天，很痒", ["rash"]),
        ("aspirin", ["drug"]),
        ("ASPI", ["drug"]),
        ("司匹林 asp", ["drug"]),
        ("100", ["drug"]),
        ("𠮷野", ["rare"]),
        ('"起疹"', ["rash"]),
        ("起疹 OR 夜里", []),
        ("起* NOT (", []),
        ("text:起", []),
        ("", []),
        ("   ", []),
        ('"', []),
        ("\x00", []),
        ("，。！", []),
    ],
)
def test_a_search_finds_exactly_these_characters(filled, wanted, names):
    lines = {m.key: m.origin_id for m in timelines.newest(filled, ROOM, 60).messages}
    found = [lines[f"m{number}"] for _, number in search.find(filled, wanted)]
    assert sorted(found) == sorted(names)


def test_corrected_words_are_found_and_the_earlier_ones_not(filled):
    ingest(filled, [said("膝盖疼", origin_id="fix", replaces="rash")])
    assert search.find(filled, "起疹") == []
    assert search.find(filled, "膝盖") == [(ROOM, 1)]


def test_retracted_words_are_not_found(filled):
    ingest(filled, [said("", origin_id="gone", retracts="rash")])
    assert search.find(filled, "起疹") == []


def test_words_of_a_forgotten_consultation_are_not_found(filled):
    consultations.forget(filled, [ROOM])
    assert search.find(filled, "起疹") == []
    assert filled.execute("SELECT count(*) FROM message_index").fetchone()[0] == 0


def test_results_are_newest_first_and_bounded(database):
    ingest(database, [said(f"很痒 {n}", at_ms=n) for n in range(300)])
    found = search.find(database, "很痒", 1_000)
    assert len(found) == search.FOUND_AT_MOST
    assert found[0][1] == 300
