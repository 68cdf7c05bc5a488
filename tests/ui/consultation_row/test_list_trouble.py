"""What is said above a list that is shown although it could not be read."""

import pytest

from workstation.domain.errors import ServerFault
from workstation.services.lists import ListState
from workstation.ui.consultation_row.list_problem import show_list_problem
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import Language, formats, set_language
from workstation.ui.kit.widgets.notice_bar import NoticeBar

NOW_MS = 1_795_000_000_000
DAY_MS = 24 * 60 * 60_000
FAILED = ListState(read_ms=NOW_MS - 60_000, error=ServerFault("500"))


@pytest.fixture
def bar(show_widget):
    set_language(Language.ZH)
    made = NoticeBar(Ink.WARNING)
    show_widget(made)
    made.hide()
    return made


def test_how_old_it_is_and_why_until_it_is_read(bar):
    show_list_problem(bar, FAILED, explained=False, now_ms=NOW_MS)
    assert "可能不是最新" in bar.title.text()
    assert "上次读取于" in bar.text.text()
    show_list_problem(bar, ListState(busy=True, read_ms=NOW_MS), explained=False, now_ms=NOW_MS)
    assert not bar.isHidden()
    show_list_problem(bar, ListState(read_ms=NOW_MS), explained=False, now_ms=NOW_MS)
    assert bar.isHidden()


def test_the_day_stands_small_in_an_english_sentence(bar):
    set_language(Language.EN)
    read_yesterday = ListState(read_ms=NOW_MS - DAY_MS, error=ServerFault("500"))
    show_list_problem(bar, read_yesterday, explained=False, now_ms=NOW_MS)
    time = formats.clock_time(NOW_MS - DAY_MS)
    assert bar.text.text().startswith(f"Last read yesterday {time}.")


def test_nothing_that_is_said_elsewhere(bar):
    show_list_problem(bar, FAILED, explained=True, now_ms=NOW_MS)
    assert bar.isHidden()


def test_that_rows_are_missing(bar):
    show_list_problem(bar, ListState(read_ms=NOW_MS, dropped=2), explained=False, now_ms=NOW_MS)
    assert "2" in bar.title.text()
