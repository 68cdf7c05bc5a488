"""A row of the queue: what it says of its last message, and when it is not built at all."""

import pytest

from tests.store.people import ME, listed, message, summary
from workstation.store import worklist as module
from workstation.store.waiting import WaitingRules
from workstation.store.worklist import Worklist


def worklist(*summaries):
    rows = Worklist()
    rows.load([listed(1)], summaries, ())
    return rows


@pytest.mark.parametrize(
    ("flag", "last"),
    [
        ("mine", message("好", speaker=ME)),
        ("retracted", message("", retracted=True)),
        ("unreadable", message("")),
        ("edited", message("痒", earlier=("痛",))),
    ],
)
def test_a_preview_says_what_became_of_its_message(flag, last):
    preview = worklist(summary(1, last=last)).row(1).preview
    flags = ("mine", "retracted", "unreadable", "edited")
    assert [name for name in flags if getattr(preview, name)] == [flag]


@pytest.mark.parametrize("name", ["王秀英", None])
def test_who_writes_on_or_did_not_write_costs_the_row_nothing(monkeypatch, name):
    """Every message says that its writer ceased to write: two thousand rows in a burst."""
    rows, built = worklist(), []
    rows.set_typing(1, name)
    monkeypatch.setattr(module, "build_row", lambda *given: built.append(given))
    rows.set_typing(1, name)
    assert built == []
    rows.set_typing(1, "李小明")
    assert len(built) == 1


def test_the_rules_that_hold_already_cost_no_row_anything(monkeypatch):
    """A sign-in sets them twice, as settings may have changed while the queue was read."""
    rows, built = worklist(), []
    rules = WaitingRules.of_settings(30, 60, 15, ("谢谢",))
    rows.set_rules(rules)
    monkeypatch.setattr(module, "build_row", lambda *given: built.append(given))
    rows.set_rules(WaitingRules.of_settings(30, 60, 15, ("谢谢",)))
    assert built == []
