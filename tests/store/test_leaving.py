"""What leaves the queue is gone from it, and what comes back brings nothing old along."""

from tests.store.people import listed, message, summary
from workstation.domain.changes import Changes, Draft, Place, Summary
from workstation.domain.marks import Mark
from workstation.store.preview import PreviewKind
from workstation.store.worklist import Worklist


def test_what_leaves_the_list_leaves_the_queue_and_the_badge():
    rows = Worklist()
    rows.load((listed(1), listed(2)), [summary(1, unread=3), summary(2, unread=4)], ())
    assert rows.unread_total == 7
    published = []
    rows.feed.subscribe(published.append)
    rows.apply(Changes(listed=(listed(1, Place.GONE),)))
    assert (len(rows), rows.unread_total, rows.row(1)) == (1, 4, None)
    assert [(change.changed, change.removed) for change in published] == [(frozenset(), {1})]


def test_of_what_was_forgotten_nothing_shows_when_it_comes_back():
    """A patient who was purged here may be taken up again by the platform in the same run."""
    before = summary(1, unread=2, last=message("我的电话是 123"), answered=True)
    rows = Worklist()
    rows.load((listed(1),), [before], [Draft(1, "还没发")])
    rows.apply(Changes(marks=(Mark(1, pinned_ms=5),)))
    rows.apply(Changes(listed=(listed(1, Place.GONE),)))
    rows.apply(Changes(forgotten=frozenset({1})))
    rows.apply(Changes(listed=(listed(1),)))
    row = rows.row(1)
    assert (row.summary, row.mark, row.waiting) == (Summary(1), Mark(1), True)
    assert row.preview.kind is PreviewKind.DRAFT
    assert rows.unread_total == 0
