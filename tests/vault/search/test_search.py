"""Words are found wherever they stand, in every conversation, and never as a query language."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.archive import ME, ROOM, make_arrived
from tests.vault.indexed import indexed_pairs
from tests.vault.people import consultation, furnished_vault
from workstation.domain.changes import Listed, Place
from workstation.domain.matching import has_words, split_words
from workstation.domain.message import Attachment, Delivery, MessageKind
from workstation.vault.archive.ingest import ingest
from workstation.vault.lists import consultations
from workstation.vault.search import search
from workstation.vault.unsent import outbox

TEXTS = {
    "rash": "手臂起疹三天，很痒",
    "drug": "阿司匹林 Ａspirin 100mg 每天",
    "night": "夜里起不来",
    "rare": "𠮷野家的饭",
    "fever": '39.2℃ 😷 "发热"',
}
PICTURE = Attachment("https://clinic.example/起疹.jpg", "image/jpeg")


@pytest.fixture
def filled(database):
    ingest(
        database,
        [
            make_arrived(text, origin_id=name, at_ms=n)
            for n, (name, text) in enumerate(TEXTS.items())
        ],
    )
    return database


def names(messages):
    return [message.origin_id for message in messages]


def search_texts(database, query):
    everywhere = names(search.search_all(database, query))
    assert names(search.search_conversation(database, ROOM, query)) == everywhere[::-1]
    return sorted(everywhere)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("起疹", ["rash"]),
        ("疹", ["rash"]),
        ("痒", ["rash"]),
        ("起", ["night", "rash"]),
        ("疹起", []),
        ("三天，很痒", ["rash"]),
        ("三天很痒", []),
        ("很痒 手臂", ["rash"]),
        ("很痒 夜里", []),
        ("aspirin", ["drug"]),
        ("ASPI", ["drug"]),
        ("pirin 司匹", ["drug"]),
        ("00m", ["drug"]),
        ("𠮷野", ["rare"]),
        ("𠮷", ["rare"]),
        ("9.2", ["fever"]),
        ("9 2", ["fever"]),
        ("9-2", []),
        ("°c", ["fever"]),
        ("😷", ["fever"]),
        ('"发热"', ["fever"]),
        ('"起疹"', []),
        ("，", ["rash"]),
        ("起疹 OR 夜里", []),
        ("起* NOT (", []),
        ("text:起", []),
        ("", []),
        (" \t　", []),
        ('"', ["fever"]),
        ("\x00", []),
        ("起\x00疹", ["rash"]),
        ("。！", []),
    ],
)
def test_a_search_finds_the_texts_that_hold_all_its_words(filled, query, expected):
    assert search_texts(filled, query) == expected


ALPHABET = st.text("皮疹a1,，ß İÅ\u0301\n。😷ﬁ", max_size=12)


@given(st.lists(ALPHABET, min_size=1, max_size=4), ALPHABET)
def test_the_index_proposes_whatever_holds_the_words(texts, query):
    database = furnished_vault()
    ingest(database, [make_arrived(text, origin_id=f"{n}") for n, text in enumerate(texts)])
    words = split_words(query)
    expected = [f"{n}" for n, text in enumerate(texts) if words and has_words(text, words)]
    assert search_texts(database, query) == expected
    database.close()


def test_a_very_long_word_is_found(database):
    word = "皮疹反复" * 500
    ingest(database, [make_arrived(word[:-1]), make_arrived(f"前{word}后", origin_id="long")])
    assert search_texts(database, word) == ["long"]


def test_corrected_words_are_found_and_the_earlier_ones_not(filled):
    ingest(filled, [make_arrived("膝盖疼", origin_id="fix", replaces="rash")])
    assert search_texts(filled, "起疹") == []
    assert search_texts(filled, "膝盖") == ["rash"]


def test_a_correction_that_came_first_hides_the_earlier_words_too(database):
    ingest(database, [make_arrived("膝盖疼", origin_id="fix", replaces="late")])
    ingest(database, [make_arrived("手臂起疹", origin_id="late")])
    assert search_texts(database, "起疹") == []
    assert search_texts(database, "膝盖") == ["late"]


def test_retracted_words_are_not_found(filled):
    ingest(filled, [make_arrived("膝盖疼", origin_id="fix", replaces="rash")])
    ingest(filled, [make_arrived("", origin_id="gone", retracts="rash")])
    assert search_texts(filled, "起疹") == []
    assert search_texts(filled, "膝盖") == []


def test_words_left_in_the_index_by_mistake_are_not_found(filled):
    ingest(filled, [make_arrived("", origin_id="gone", retracts="rash")])
    filled.execute("INSERT INTO message_index (rowid, text) VALUES (1, '起疹 疹三')")
    assert search_texts(filled, "起疹") == []


def test_the_address_of_a_picture_is_not_found(database):
    ingest(database, [make_arrived(PICTURE.url, kind=MessageKind.IMAGE, attachment=PICTURE)])
    assert search_texts(database, "起疹") == []


def test_words_of_a_forgotten_consultation_are_not_found(filled):
    consultations.forget(filled, [ROOM])
    assert search.search_all(filled, "起疹") == ()
    assert indexed_pairs(filled) == set()


def test_only_consultations_that_can_be_opened_are_searched(filled):
    other = consultation(8)
    consultations.put(filled, Listed(other, Place.HISTORY))
    ingest(
        filled,
        [make_arrived("也起疹", consultation_id=8), make_arrived("起疹了", consultation_id=9)],
    )
    rooms = [message.consultation_id for message in search.search_all(filled, "起疹")]
    assert rooms == [8, ROOM]
    hidden = search.search_all(filled, "起疹", without=frozenset({ROOM}))
    assert [message.consultation_id for message in hidden] == [8]
    consultations.put(filled, Listed(other, Place.GONE))
    assert names(search.search_all(filled, "起疹")) == ["rash"]


def test_what_waits_to_be_sent_is_found_last(filled):
    outbox.add(filled, ROOM, "mine", MessageKind.TEXT, "起疹请拍照", 1)
    lines = search.search_conversation(filled, ROOM, "起疹")
    assert names(lines) == ["rash", "mine"]
    assert lines[-1].delivery is Delivery.QUEUED
    assert names(search.search_conversation(filled, ROOM, "起疹", 1)) == ["mine"]


def test_a_found_message_is_as_the_conversation_shows_it(filled):
    ingest(filled, [make_arrived("夜里好些", ME, origin_id="reply")])
    (line,) = search.search_all(filled, "好些")
    assert (line.text, line.speaker.name, line.key) == ("夜里好些", "李医生", "oreply")
    assert replace(line) == search.search_conversation(filled, ROOM, "好些")[0]


def test_results_are_newest_first_and_bounded(database):
    ingest(database, [make_arrived(f"很痒 {n}", at_ms=1_000 - n) for n in range(300)])
    lines = search.search_all(database, "很痒", 1_000)
    assert len(lines) == search.MAX_RESULTS
    assert [line.text for line in lines[:2]] == ["很痒 0", "很痒 1"]
    assert [line.text for line in search.search_conversation(database, ROOM, "很痒", 2)] == [
        "很痒 298",
        "很痒 299",
    ]
