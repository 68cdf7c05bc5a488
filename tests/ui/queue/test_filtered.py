"""The queue filtered and searched: what is hidden is said, and nobody looks found who is not."""

import pytest
from PySide6.QtTest import QTest

from tests.store.people import summary
from tests.ui.queue.conftest import FAMILY, ME
from workstation.store.filters import Filter
from workstation.ui.queue.filter_bar import FILTERS


def filtered(queue):
    queue.take(
        listed=(
            queue.waits(1, 90, target=FAMILY),
            queue.waits(2, 80, images=("u",)),
            queue.waits(3, 10, doctor_ids=(ME,)),
            queue.waits(4, 5),
        ),
        summaries=(summary(4, unread=1, patient_unread=1, patient_ms=queue.clock.ms),),
    )


@pytest.mark.parametrize(
    ("name", "rows"),
    [("overdue", [1, 2]), ("unread", [4]), ("mine", [3]), ("pictures", [2]), ("family", [1])],
)
def test_a_filter_shows_what_it_says_and_says_how_much_it_hides(queue, name, rows):
    filtered(queue)
    queue.pane.filter.click()
    words = {item.accessibleName(): item for item in queue.menu().values()}
    queue.wiring.toggle_filter(name)
    assert queue.rows == rows
    bar = queue.pane.filters
    assert bar.isVisibleTo(queue.pane)
    assert bar.count_label.text() == f"显示 {len(rows)} 个，共 4 个"
    assert [key for key, chip in bar.chips.items() if chip.isVisibleTo(bar)] == [name]
    assert sum(f"{len(rows)} 个" in text for text in words) >= 1
    bar.chips[name].click()
    assert len(queue.rows) == 4
    assert not bar.isVisibleTo(queue.pane)


def test_every_filter_is_in_the_menu():
    assert set(FILTERS) == {one.value for one in Filter}


def test_the_open_consultation_stays_in_a_filtered_list(queue):
    filtered(queue)
    queue.wiring.toggle_filter("unread")
    queue.open = 4
    queue.writes(4, unread=0, patient_unread=0)
    assert queue.rows == [4]
    queue.open = None
    queue.wiring.show_rows()
    assert queue.rows == []
    assert queue.pane.empty.sentence.text() == "没有符合筛选的咨询"


def test_the_open_consultation_is_not_among_what_is_searched_for(queue):
    """Else the only row below words that nobody has is a patient, who looks as if found."""
    queue.fill(5, 3)
    queue.open = 1
    QTest.keyClicks(queue.pane.search.edit, "2")
    assert queue.rows == [2]
    QTest.keyClicks(queue.pane.search.edit, "x")
    assert queue.rows == []
    assert queue.pane.empty.sentence.text() == "没有找到，换个词试试"


def test_the_open_consultation_is_marked_again_once_it_is_back_in_the_list(queue):
    """After a search that hid it no row had looked open, whoever was."""
    queue.fill(5, 3)
    queue.open = 1
    queue.wiring.go_to(1)
    view, selected = queue.pane.list, queue.pane.list.selectedIndexes
    QTest.keyClicks(queue.pane.search.edit, "2")
    assert selected() == []
    queue.pane.search.clear()
    assert [queue.pane.entries.entry(index.row()).key for index in selected()] == [1]
    assert view.currentIndex() == selected()[0]


def test_words_that_hide_what_is_opened_go(queue):
    queue.fill(5, 3)
    QTest.keyClicks(queue.pane.search.edit, "2")
    queue.open = 1
    queue.wiring.go_to(1)
    assert (queue.rows, queue.pane.search.text()) == ([1, 2], "")


def test_the_longest_waiting_is_found_behind_a_filter_which_is_lifted_and_said(queue):
    filtered(queue)
    queue.wiring.toggle_filter("unread")
    assert queue.wiring.longest_waiting() == 1
    assert len(queue.rows) == 4
    assert queue.sentences == ["已取消筛选，并打开等待最久的咨询"]
    queue.open = 1
    assert queue.wiring.longest_waiting() == 2
    assert len(queue.sentences) == 1


def test_new_consultations_that_a_filter_hides_are_announced(queue):
    filtered(queue)
    queue.wiring.on_list_read()
    queue.wiring.toggle_filter("mine")
    queue.take(listed=(queue.waits(9, 1),))
    assert queue.sentences == ["有 1 个新咨询"]


def test_what_the_doctor_started_is_no_news(queue):
    filtered(queue)
    queue.wiring.on_list_read()
    queue.wiring.toggle_filter("mine")
    queue.wiring._signed_in.lists.creator.created.add(9)
    queue.take(listed=(queue.waits(9, 1),))
    assert queue.sentences == []
