"""Rows for the list: words are made for what is seen, and made anew when they are others."""

import pytest

from tests.store.people import listed
from workstation.domain import matching
from workstation.domain.changes import Changes, Draft
from workstation.domain.people import Member
from workstation.store.worklist import Worklist
from workstation.ui.queue.rows import QueueRows, QueueSelection

HOUR_MS = 3_600_000
NOW_MS = 1_790_000_000_000


class Desk:
    """A queue of two, and its list at a moment."""

    def __init__(self):
        self.worklist = Worklist()
        self.worklist.load([listed(number, created_ms=NOW_MS) for number in (1, 2)], (), ())
        self.rows = QueueRows(self.worklist, lambda _: None, 1001, lambda *_: False)

    def entries(self, now_ms=NOW_MS):
        """Without the headings."""
        entries = self.rows.entries(
            self.worklist.queue_order.sections(now_ms), QueueSelection(), now_ms
        )
        return {entry.key: entry for entry in entries if entry.selectable}


def test_patients_of_one_name_have_their_numbers_to_the_eye_and_to_the_ear():
    desk = Desk()
    desk.worklist.apply(
        Changes(
            listed=(listed(1, target=Member(101, "张伟")), listed(2, target=Member(102, "张伟")))
        )
    )
    entries = desk.entries()
    assert entries.keys() == {1, 2}
    for number, entry in entries.items():
        face = entry.make_row_data(entry)
        assert (face.name, face.initials) == (f"张伟 ({100 + number})", "张伟")
        assert face.spoken.startswith(f"张伟 ({100 + number})")


def test_of_the_time_that_passes_only_what_was_seen_is_told():
    desk = Desk()
    first = desk.entries()
    spoken = first[1].spoken
    second = desk.entries(NOW_MS + HOUR_MS)
    assert (first[1] == second[1], first[2] == second[2]) == (False, True)
    assert second[1].spoken != spoken
    assert second[2].spoken == desk.entries(NOW_MS + HOUR_MS)[2].spoken


def test_what_stays_as_it_is_said_is_the_same_entry():
    desk = Desk()
    first = desk.entries()
    assert first[1].spoken == desk.entries(NOW_MS + 1)[1].spoken
    assert desk.entries(NOW_MS + 2) == first


@pytest.mark.parametrize("seen", [False, True])
def test_a_row_that_changed_is_another_entry(seen):
    desk = Desk()
    first = desk.entries()
    if seen:
        assert first[1].spoken
    desk.worklist.apply(Changes(drafts=(Draft(1, "忌口"),)))
    second = desk.entries()
    assert (first[1] == second[1], first[2] == second[2]) == (False, True)
    assert "忌口" in second[1].spoken


def test_what_is_searched_for_is_taken_apart_once_for_all_rows(monkeypatch):
    """Of ten thousand that was half of what each letter took."""
    typed, folded, fold = "第一 第二 第三", [], matching.fold
    monkeypatch.setattr(matching, "fold", lambda text: folded.append(text) or fold(text))
    desk, count = Desk(), 50
    desk.worklist.apply(Changes(listed=tuple(listed(number) for number in range(1, count + 1))))
    sections = desk.worklist.queue_order.sections(NOW_MS)
    assert not desk.rows.entries(sections, QueueSelection(words=typed), NOW_MS)
    assert folded.count(typed) == 1


def test_other_words_are_said_of_what_was_seen():
    desk = Desk()
    first = desk.entries()
    assert first[1].spoken
    desk.rows.clear()
    assert desk.entries()[1] != first[1]
