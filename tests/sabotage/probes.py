"""Probes before the guards of a copy of the tree, and the tests that were seen to come by them."""

import ast
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.sabotage.guard import ANYWHERE, Guard, run_tests
from tests.sabotage.reach import PROBE, REACHED

SECONDS = 3600
"""For all tests of a room, on a busy machine."""


def survey(guards: Sequence[Guard], tree: Path) -> dict[Guard, list[str]]:
    """Run the tests of ``guards``, which are the same for all, once; which of them reach each.

    The quickest come first. A guard that no probe can tell of, as it stands in no function, is
    missing. Raises ``subprocess.TimeoutExpired``.
    """
    found = tree / "reached.json"
    found.unlink(missing_ok=True)
    with _probes(guards, tree) as probed:
        run_tests(tree, [f"tests/{guards[0].tests}"], {REACHED: str(found)}, seconds=SECONDS)
    reached = json.loads(found.read_text(encoding="utf-8")) if found.exists() else {}
    return {guard: reached.get(str(number), []) for number, guard in probed.items()}


@contextmanager
def _probes(guards: Sequence[Guard], tree: Path) -> Iterator[Mapping[int, Guard]]:
    """Put a probe before each, by its number; all modules are as before afterwards."""
    by_file: dict[Path, list[tuple[int, Guard]]] = defaultdict(list)
    for number, guard in enumerate(guards):
        by_file[guard.file(tree)].append((number, guard))
    before = {file: file.read_text(encoding="utf-8") for file in by_file if file.exists()}
    probed: dict[int, Guard] = {}
    try:
        for file, text in before.items():
            lines = {number: _lines_of(guard, text) for number, guard in by_file[file]}
            probed |= {number: guard for number, guard in by_file[file] if lines[number]}
            file.write_text(_with_probes(text, lines), encoding="utf-8")
        yield probed
    finally:
        for file, text in before.items():
            file.write_text(text, encoding="utf-8")


def _with_probes(text: str, lines: Mapping[int, set[int]]) -> str:
    whole = text.splitlines(keepends=True)
    places = [(line, number) for number, each in lines.items() for line in each]
    for line, number in sorted(places, reverse=True):
        old = whole[line - 1]
        indent = old[: len(old) - len(old.lstrip())]
        call = f'(__import__("builtins").__dict__.get("{PROBE}") or int)({number})\n'
        whole[line - 1] = indent + call + old
    return "".join(whole)


def _lines_of(guard: Guard, text: str) -> set[int]:
    """The lines of the statements in which the guard begins; none where one is in no function."""
    lines = {_line_of(place, text) for place in _places(guard, text)}
    return set() if None in lines else {line for line in lines if line is not None}


def _places(guard: Guard, text: str) -> Iterator[int]:
    """Where the guard's text begins, in lines of the module."""
    leading = len(guard.text) - len(guard.text.lstrip())
    at = text.find(guard.text) if guard.at == ANYWHERE else guard.at
    while at >= 0:
        yield text[: at + leading].count("\n") + 1
        at = text.find(guard.text, at + 1) if guard.at == ANYWHERE else -1


def _line_of(place: int, text: str) -> int | None:
    """Where the innermost statement of a function begins that holds the line."""
    line = None
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for body in function.body:
                for node in ast.walk(body):
                    if isinstance(node, ast.stmt) and node.lineno <= place <= (
                        node.end_lineno or 0
                    ):
                        begin = _begin(node)
                        is_branch = text.splitlines()[begin - 1].lstrip().startswith("elif")
                        line = line if is_branch else max(line or 0, begin)
    return line


def _begin(node: ast.stmt) -> int:
    """A decorator belongs to what it decorates."""
    return min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
