"""In each list patients of one name are told apart, as long as there are several."""

from tests.store.people import listed
from workstation.domain.changes import Changes, Place, Summary
from workstation.domain.people import Member
from workstation.store.consultation_search import find_consultations, mark_namesakes
from workstation.store.history import History
from workstation.store.session_store import SessionStore
from workstation.store.worklist import Worklist


def test_two_patients_of_one_name_have_numbers_as_long_as_both_are_in_process():
    rows, changes = Worklist(), []
    rows.apply(Changes(listed=(listed(1, target=Member(101, "张伟")), listed(2))))
    rows.feed.subscribe(changes.append)
    rows.apply(Changes(listed=(listed(3, target=Member(103, "张\u200b伟")),)))
    names = [rows.row(number).consultation.patient_name for number in (1, 2, 3)]
    assert names == ["张伟 (101)", "病人2", "张\u200b伟 (103)"]
    assert changes[-1].changed == {1, 3}
    rows.apply(Changes(forgotten=frozenset({3})))
    assert rows.row(1).consultation.patient_name == "张伟"
    assert changes[-1].changed == {1}


def test_a_marked_patient_is_held_once():
    rows = Worklist()
    rows.load(
        [listed(1, target=Member(101, "张伟")), listed(2, target=Member(102, "张伟"))], (), ()
    )
    assert rows.row(1).consultation is rows.consultation(1)
    assert rows.consultation(1).target.has_namesake


def test_of_a_list_that_is_expected_each_row_is_built_once_with_its_number():
    rows, changes = Worklist(), []
    rows.expect([listed(1, target=Member(101, "张伟")), listed(2, target=Member(102, "张伟"))])
    rows.feed.subscribe(changes.append)
    assert not rows.rows()
    for number in (1, 2):
        rows.load((), [Summary(number)], ())
        assert rows.row(number).consultation.patient_name == f"张伟 ({100 + number})"
    assert [change.changed for change in changes] == [{1}, {2}]
    assert [change.added for change in changes] == [{1}, {2}]


def test_two_consultations_of_one_patient_have_no_number():
    same = Member(101, "张伟")
    rows = Worklist()
    rows.apply(Changes(listed=(listed(1, target=same), listed(2, target=same))))
    assert {row.consultation.patient_name for row in rows.rows()} == {"张伟"}


def test_patients_of_one_name_have_numbers_and_who_shows_them_is_told():
    history, published = History(), []
    history.load([listed(1, Place.HISTORY, target=Member(2, "小明"))], {})
    history.feed.subscribe(published.append)
    one, other = (
        listed(number, Place.HISTORY, target=Member(100 + number, "小明")) for number in (8, 9)
    )
    history.apply(Changes(listed=(one,)))
    assert history.get(1).patient_name == "小明 (2)"
    assert published == [{1, 8}]
    history.apply(Changes(listed=(one,)))
    assert published == [{1, 8}], "the same again tells nobody"
    history.apply(Changes(listed=(other,)))
    history.apply(Changes(forgotten=frozenset({1, 8})))
    assert history.get(9).patient_name == "小明"
    assert published[1:] == [{9}, {1, 8, 9}]


def test_a_search_over_both_lists_tells_namesakes_of_the_two_apart():
    store = SessionStore()
    store.worklist.load([listed(1, target=Member(101, "张伟"))], (), (), ())
    store.history.load(
        [
            listed(2, Place.HISTORY, target=Member(102, "张伟")),
            listed(3, Place.HISTORY, target=Member(103, "李雷")),
            listed(4, Place.HISTORY, target=Member(104, "李雷")),
        ],
        {},
    )
    names = [
        match.consultation.patient_name
        for words in ("张伟", "李雷")
        for matches in [find_consultations(store, words, 0, hidden=frozenset())]
        for match in mark_namesakes(matches, matches)
    ]
    assert names == ["张伟 (101)", "张伟 (102)", "李雷 (104)", "李雷 (103)"]
