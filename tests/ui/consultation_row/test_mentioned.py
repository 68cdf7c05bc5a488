"""A row says first that its doctor is spoken to, to the eye and to the ear."""

from dataclasses import replace

from tests.gallery import sample
from workstation.domain.changes import Changes
from workstation.ui.consultation_row.row_texts import queue_row_data


def test_a_row_begins_with_the_mention_until_it_is_read() -> None:
    worklist = sample.worklist(draft="忌口", typing=False)
    plain = queue_row_data(worklist.row(20420), sample.NOW_MS, lambda _url: None, online=True)
    assert "@" not in plain.preview.text
    spoken_to = replace(worklist.row(20420).summary, mentioned=True)
    worklist.apply(Changes(summaries=(spoken_to,)))
    row = queue_row_data(worklist.row(20420), sample.NOW_MS, lambda _url: None, online=True)
    assert row.preview.text.startswith("[有人@我]")
    assert "有人提到我" in row.spoken
