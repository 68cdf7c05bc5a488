"""Guards that can be told by their form, so that none is forgotten on a list.

A guard is an ``if`` that does nothing but raise, and a comparison with a bound (``MAX_...`` or a
name of ``limits``). Switched off, the ``if`` never raises, and nothing is beyond the bound. Its
tests are those in the folder named as its own, the nearest one above; a module that has none
must be named in ``TESTS``, else ``tests/house`` fails. What does not show in this form, or is
tested elsewhere, stands on a list by hand; such a guard is not tried twice.
"""

import ast
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from tests.sabotage.guard import ANYWHERE, Guard
from tests.sabotage.syntax import ROOT, Module, modules

DEMO = "clinic/"
"""The demo's own platform protects nobody."""

TESTS = {
    "__main__": "support",
    "base/task_scope": "services",
    "program/app": "ui/shell",
    "program/doctor_accounts": "sign_in",
    "program/session_lifecycle": "session",
    "program/session_run": "journeys",
    "program/sign_in_flow": "ui/sign_in",
    "program/vault_switch": "journeys",
    "services/server_address": "sign_in",
    "services/sign_in": "sign_in",
    "settings": "config",
}
"""The tests of modules and folders that have no folder of tests, or have them in another."""

BEYOND = (ast.Gt, ast.GtE, ast.Eq, ast.NotEq)


def recognized_guards(listed: Collection[Guard]) -> list[Guard]:
    """All guards of the product that are told by their form and not listed by hand."""
    by_module = defaultdict(list)
    for guard in listed:
        by_module[guard.module].append(guard)
    return [
        guard
        for module in modules()
        if not module.name.startswith(DEMO)
        for guard in dict.fromkeys(guards_of(module))
        if not any(_overlap(module.text, guard, other) for other in by_module[module.name])
    ]


def guards_of(module: Module) -> Iterator[Guard]:
    """The guards of one module. Raises ``LookupError`` where no tests are known for it."""
    for node in ast.walk(module.tree):
        match node:
            case ast.If(test=test, body=[ast.Raise()]):
                yield _guard(module, test, "False")
            case ast.Compare(ops=[operator]) if _names_bound(node):
                yield _guard(module, node, str(not isinstance(operator, BEYOND)))


def _guard(module: Module, node: ast.expr, instead: str) -> Guard:
    begin, end = module.span(node)
    return Guard(module.name, module.text[begin:end], instead, tests_of(module.name), begin)


def tests_of(module: str) -> str:
    """The folder of tests for a module. Raises ``LookupError`` where there is none."""
    path = PurePosixPath(module)
    for place in (path, *path.parents):
        if place.as_posix() in TESTS:
            return TESTS[place.as_posix()]
        if place.name and (ROOT / "tests" / place).is_dir():
            return place.as_posix()
    raise LookupError(module)


def _names_bound(node: ast.Compare) -> bool:
    """Whether a side of the comparison is a bound or counts with one."""
    for part in ast.walk(node):
        match part:
            case ast.Attribute(value=ast.Name(id="limits")):
                return True
            case ast.Attribute(attr=name) | ast.Name(id=name) if name.startswith("MAX_"):
                return True
    return False


def _overlap(text: str, guard: Guard, other: Guard) -> bool:
    begin = text.find(other.text) if other.at == ANYWHERE else other.at
    while begin >= 0:
        if begin < guard.at + len(guard.text) and guard.at < begin + len(other.text):
            return True
        begin = text.find(other.text, begin + 1)
    return False
