"""Consultations of both lists by words, each told with the list it stands in."""

from tests.store.people import listed
from workstation.domain.changes import Place
from workstation.domain.notes import PatientNote, note_subject
from workstation.domain.people import Member
from workstation.store.consultation_search import (
    find_by_letters,
    find_consultations,
    find_noted,
)
from workstation.store.session_store import SessionStore

NOW = 60_000_000


def _store() -> SessionStore:
    store = SessionStore()
    ended = [
        listed(3, Place.HISTORY, creator=Member(1, "王秀英"), target=Member(1, "王秀英")),
        listed(4, Place.HISTORY, creator=Member(1, "王秀英"), target=Member(1, "王秀英")),
    ]
    store.worklist.load([listed(1), listed(2)], (), (), ())
    store.history.load(ended, {})
    return store


def _numbers(words: str, hidden: frozenset[int] = frozenset()) -> list[tuple[int, bool]]:
    matches = find_consultations(_store(), words, NOW, hidden)
    return [(match.consultation.consultation_id, match.in_process) for match in matches]


def test_each_is_told_with_the_list_it_stands_in() -> None:
    assert _numbers("皮肤科 病人1") == [(1, True)]
    assert _numbers("王秀英") == [(4, False), (3, False)]


def test_without_words_only_the_queue_is_listed() -> None:
    assert sorted(_numbers("  ")) == [(1, True), (2, True)]


def test_what_is_about_to_be_deleted_is_not_found() -> None:
    assert _numbers("王秀英", frozenset({4})) == [(3, False)]


def test_by_name_comes_before_by_matter() -> None:
    assert {in_process for _, in_process in _numbers("手臂")} == {True, False}


def test_a_patient_is_found_by_the_pinyin_of_the_name() -> None:
    readings = {"王": ("wang",), "秀": ("xiu",), "英": ("ying",)}

    def spelled(letters: str, hidden: frozenset[int] = frozenset()) -> list[int]:
        matches = find_by_letters(_store(), letters, NOW, hidden, readings)
        assert not any(match.in_process for match in matches)
        return [match.consultation.consultation_id for match in matches]

    assert spelled("wxy") == spelled("XY") == spelled("wangxiuying") == [4, 3]
    assert spelled("wxy", frozenset({4})) == [3]
    assert spelled("w") == spelled("wxb") == spelled("12") == []


def test_of_noted_patients_one_who_is_in_process_comes_before_an_ended_one() -> None:
    queued, other = Member(7, "李晓雨"), Member(8, "赵子涵")
    store = SessionStore()
    store.worklist.load([listed(5, target=queued)], (), (), ())
    ended = [listed(4, Place.HISTORY, target=other), listed(3, Place.HISTORY, target=queued)]
    store.history.load(ended, {})
    for item in ended:
        subject = note_subject(item.consultation)
        store.notes.put(PatientNote(subject, item.consultation.consultation_id, "青霉素过敏"))

    matches = find_noted(store, "青霉素", NOW, frozenset())

    assert [(match.consultation.consultation_id, match.in_process) for match in matches] == [
        (5, True),
        (4, False),
    ]
