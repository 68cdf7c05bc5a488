"""What is said of deletions without an answer, until a list that was read since tells."""

from types import SimpleNamespace

import pytest

from workstation.domain.errors import BoundExceeded, ConnectionDropped, Refused
from workstation.services.deletion import DeletionRefusal
from workstation.services.lists import ListState
from workstation.ui.history.refused_deletions import RefusedDeletions
from workstation.ui.kit.strings import tr

BUSY, READ = ListState(busy=True), ListState(read_ms=1)
DOUBTFUL = DeletionRefusal(1, ConnectionDropped("x"), unknown=True)
REFUSED = DeletionRefusal(2, Refused("x"))


@pytest.fixture
def listed() -> dict[int, object]:
    """The consultations of the list."""
    return {1: object(), 2: object()}


@pytest.fixture
def confirmed() -> list[object]:
    """What turned out to be deleted."""
    return []


@pytest.fixture
def refused(pane, listed, confirmed) -> RefusedDeletions:
    """Over the list's own bar."""
    refresh = SimpleNamespace(request_now=lambda: None)
    return RefusedDeletions(pane.refused, str, listed.get, refresh, confirmed.extend)


def test_a_consultation_that_the_list_no_longer_has_was_deleted_and_nothing_is_said(
    pane, refused, listed
):
    refused.show((DOUBTFUL,))
    assert pane.refused.title.text() == tr("history.unknown", count=1)
    listed.clear()
    refused.follow(BUSY)
    refused.follow(READ)
    assert pane.refused.isHidden()


@pytest.mark.parametrize("is_put_away", [False, True])
def test_what_was_deleted_without_an_answer_is_told_once(
    pane, refused, listed, confirmed, is_put_away
):
    """Its messages stayed on this computer, and no line of the audit log had the deletion."""
    refused.show((DOUBTFUL, REFUSED))
    listed.clear()
    if is_put_away:
        pane.refused.close_button.click()
    for state in (BUSY, READ, BUSY, READ):
        refused.follow(state)
    assert confirmed == [1]


def test_one_that_the_list_still_has_was_not_deleted(pane, refused):
    refused.show((DOUBTFUL,))
    refused.follow(BUSY)
    refused.follow(READ)
    assert pane.refused.title.text() == tr("history.refused", count=1)
    assert "没有收到结果" not in pane.refused.text.text()


def test_what_was_refused_stays_said_without_those_that_were_deleted(pane, refused, listed):
    refused.show((DOUBTFUL, REFUSED))
    del listed[1]
    refused.follow(BUSY)
    refused.follow(READ)
    assert pane.refused.title.text() == tr("history.refused", count=1)
    assert pane.refused.text.text().startswith("2：")


@pytest.mark.parametrize(
    "states",
    [
        (READ,),  # was asked for before the deletion
        (BUSY, ListState(read_ms=1, dropped=1)),
        (BUSY, ListState(read_ms=1, error=BoundExceeded("x"))),
    ],
)
def test_a_list_that_proves_nothing_leaves_the_doubt(pane, refused, states):
    refused.show((DOUBTFUL,))
    for state in states:
        refused.follow(state)
    assert pane.refused.title.text() == tr("history.unknown", count=1)


def test_what_was_read_and_put_away_does_not_come_back(pane, refused):
    refused.show((DOUBTFUL,))
    pane.refused.close_button.click()
    refused.follow(BUSY)
    refused.follow(READ)
    assert pane.refused.isHidden()
