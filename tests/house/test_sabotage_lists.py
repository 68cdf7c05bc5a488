"""The lists of guards say what the source says, so that none goes stale with a rename."""

import pytest

from tests.house.source import ROOT
from tests.sabotage import recognized, sample
from tests.sabotage.__main__ import USAGE_ERROR, main
from tests.sabotage.guard import Guard
from tests.sabotage.lists import LISTED, all_guards
from tests.sabotage.meaningless import REASONS
from tests.sabotage.mutate import changes_of
from tests.sabotage.recognized import DEMO, guards_of
from tests.sabotage.syntax import Module, modules


@pytest.mark.parametrize(
    "guard", [*LISTED, *sample.GUARDS], ids=lambda guard: f"{guard.module}: {guard.text}"
)
def test_a_guard_stands_in_its_module_and_its_tests_are_there(guard: Guard) -> None:
    assert guard.is_in_source(ROOT)
    assert (ROOT / "tests" / guard.tests).exists()
    compile(guard.maim(guard.file(ROOT).read_text(encoding="utf-8")), guard.module, "exec")


def test_a_name_without_a_guard_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main("valut") == USAGE_ERROR
    assert "valut" in capsys.readouterr().err


def test_no_guard_is_listed_twice() -> None:
    assert len(set(all_guards())) == len(all_guards())


def test_what_means_nothing_is_still_there() -> None:
    assert REASONS.keys() <= {(guard.module, guard.text) for guard in all_guards()}


def test_every_guard_that_its_form_tells_is_tried() -> None:
    """By a list or by itself; a module without tests raises ``LookupError`` with its name."""
    tried = {(guard.module, guard.at) for guard in all_guards()}
    listed = {guard.module for guard in LISTED}
    for module in modules():
        for guard in guards_of(module) if not module.name.startswith(DEMO) else ():
            assert (module.name, guard.at) in tried or module.name in listed
            compile(guard.maim(module.text), module.name, "exec")


@pytest.mark.parametrize("module", ["services/sign_in", "services/server_address"])
def test_signing_in_is_tried_by_its_own_tests(module: str) -> None:
    name = module.rpartition("/")[2]
    assert (ROOT / "tests" / recognized.tests_of(module) / f"test_{name}.py").exists()


def test_small_changes_can_be_drawn_from_every_room() -> None:
    """Also by a name with which a module beside the room begins, as ``session`` does."""
    rooms = {module.name.partition("/")[0] for module in modules() if "/" in module.name}
    for module in modules():
        if module.name.startswith(tuple(rooms)) and not module.name.startswith(DEMO):
            assert (ROOT / "tests" / recognized.tests_of(module.name)).exists()


SOURCE = """
def admit(size: int, name: str) -> bool:
    if size > MAX_BYTES or not name:
        raise TooLarge
    if name:
        return len(name) <= limits.NAME
    return size < 7
"""


@pytest.fixture
def module(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Module:
    monkeypatch.setattr("tests.sabotage.syntax.PRODUCT", tmp_path)
    path = tmp_path / "session" / "gate.py"
    path.parent.mkdir()
    path.write_text(SOURCE, encoding="utf-8")
    return Module(path)


def test_a_guard_is_told_by_its_form(module: Module) -> None:
    assert {(guard.text, guard.instead, guard.tests) for guard in guards_of(module)} == {
        ("size > MAX_BYTES or not name", "False", "session"),
        ("size > MAX_BYTES", "False", "session"),
        ("len(name) <= limits.NAME", "True", "session"),
    }


def test_small_changes_are_of_every_kind(module: Module) -> None:
    changes = {(change.text, change.instead) for change in changes_of(module, "session")}
    assert changes == {
        ("size > MAX_BYTES or not name", "((size > MAX_BYTES) and (not name))"),
        ("size > MAX_BYTES or not name", "False"),
        ("size > MAX_BYTES", "((size) >= (MAX_BYTES))"),
        ("not name", "(name)"),
        ("name", "False"),
        ("len(name) <= limits.NAME", "((len(name)) < (limits.NAME))"),
        ("size < 7", "((size) <= (7))"),
        ("7", "(8)"),
    }
