"""The lists of guards say what the source says, so that none goes stale with a rename."""

import pytest

from tests.house.source import ROOT
from tests.sabotage.guard import Guard
from tests.sabotage.lists import GUARDS


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: f"{guard.module}: {guard.text}")
def test_a_guard_stands_in_its_module_and_its_tests_are_there(guard: Guard) -> None:
    assert guard.is_in_source(ROOT)
    assert (ROOT / "tests" / guard.tests).exists()
    whole = guard.file(ROOT).read_text(encoding="utf-8")
    compile(whole.replace(guard.text, guard.instead), guard.module, "exec")


def test_no_guard_is_listed_twice() -> None:
    assert len(set(GUARDS)) == len(GUARDS)
