"""All guards of a copy of the tree with a switch each, so that one run of the tests tries them all.

An expression becomes ``(what stands instead if its switch is off else itself)``; a function that
changes otherwise has both bodies (``bodies``). The plugin
(``switching``) turns some off. Whoever asks looks for the plugin each time, as a conftest imports
the product before it; a process of the product's own, which has no plugin, reads and writes files
of the copy. What is read when its module is imported cannot be switched and is tried by itself
(``Guard.is_missed``).
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.sabotage.bodies import add_body, functions, other_bodies
from tests.sabotage.guard import ANYWHERE, Guard
from tests.sabotage.switching import OFF, REACHED, SWITCH
from tests.sabotage.syntax import Module

Span = tuple[int, int]
Switch = tuple[int, ast.expr]

_ASK = """
def {name}(guard):
    ask = __import__("builtins").__dict__.get("{name}")
    if ask is not None:
        return ask(guard)
    if {name}.__dict__.get("asks"):
        return False
    {name}.asks = True
    try:
        look = __import__("builtins").open
        with look({reached!r}, "a") as reached, look({off!r}) as off:
            reached.write(str(guard) + "\\n")
            return str(guard) in off.read().split()
    except OSError:
        return False
    finally:
        {name}.asks = False
"""


@contextmanager
def switches(guards: Sequence[Guard], tree: Path) -> Iterator[Mapping[int, Guard]]:
    """Put the switches in, give those guards by number that have one, and take them out again."""
    by_file: dict[Path, dict[int, Guard]] = defaultdict(dict)
    for number, guard in enumerate(guards):
        by_file[guard.file(tree)][number] = guard
    before = {file: file.read_text(encoding="utf-8") for file in by_file if file.exists()}
    switched: dict[int, Guard] = {}
    try:
        for file in before:
            numbers, text = _with_switches(Module(file, tree / "workstation"), by_file[file], tree)
            switched |= {number: by_file[file][number] for number in numbers}
            file.write_text(text, encoding="utf-8")
        yield switched
    finally:
        for file, text in before.items():
            file.write_text(text, encoding="utf-8")


def _with_switches(module: Module, guards: Mapping[int, Guard], tree: Path) -> tuple[set[int], str]:
    """The numbers of the guards that could be given a switch, and the module with these."""
    by_span: dict[Span, list[Switch]] = defaultdict(list)
    places: dict[int, set[Span]] = {}
    for number, guard in guards.items():
        instead = _instead(guard)
        places[number] = set(_spans(guard, module.text)) if instead is not None else set()
        for span in places[number]:
            by_span[span].append((number, instead or ast.Constant(None)))
    there = _Finder(module, by_span).spans
    able = {number for number, spans in places.items() if spans and spans <= there}
    usable = {span: [each for each in asked if each[0] in able] for span, asked in by_span.items()}
    changed = _Finder(module, usable, rewrite=True).tree
    for number in guards.keys() - able:
        bodies = other_bodies(module.text, guards[number].maim(module.text))
        for place, body in bodies.items():
            add_body(functions(changed)[place], number, body)
        able |= {number} if bodies else set()
    ask = _ASK.format(name=SWITCH, reached=str(tree / REACHED), off=str(tree / OFF))
    return able, _with_question(changed, ast.parse(ask))


def _with_question(tree: ast.Module, ask: ast.Module) -> str:
    begin = 1 if ast.get_docstring(tree) is not None else 0
    while isinstance(tree.body[begin], ast.ImportFrom) and tree.body[begin].module == "__future__":
        begin += 1
    tree.body[begin:begin] = ask.body
    return ast.unparse(ast.fix_missing_locations(tree))


def _instead(guard: Guard) -> ast.expr | None:
    try:
        return ast.parse(_bare(guard.instead).replace("pass", "None", 1), mode="eval").body
    except SyntaxError:
        return None


def _bare(text: str) -> str:
    """The condition alone, of ``if …:``."""
    words = text.strip()
    for word in ("if ", "elif "):
        if words.startswith(word) and words.endswith(":"):
            return words.removeprefix(word).removesuffix(":")
    return words


def _spans(guard: Guard, text: str) -> Iterator[Span]:
    words = _bare(guard.text)
    offset = guard.text.find(words)
    at = text.find(guard.text) if guard.at == ANYWHERE else guard.at
    while at >= 0:
        yield at + offset, at + offset + len(words)
        at = text.find(guard.text, at + 1) if guard.at == ANYWHERE else -1


class _Finder(ast.NodeTransformer):
    """Finds expressions of functions by their places; rewrites them, if it is asked to."""

    def __init__(
        self, module: Module, by_span: Mapping[Span, list[Switch]], *, rewrite: bool = False
    ) -> None:
        self.spans: set[Span] = set()
        self._module, self._by_span, self._rewrite = module, by_span, rewrite
        self._depth = 0
        self.tree = ast.parse(module.text)
        self.visit(self.tree)

    def visit(self, node: ast.AST) -> Any:
        """Outermost first, as a statement has the place of its only expression."""
        if isinstance(node, ast.pattern | ast.JoinedStr):
            return node
        span = self._module.span(node) if isinstance(node, ast.expr) and self._depth else (-1, -1)
        is_outermost = span in self._by_span and span not in self.spans
        if is_outermost:
            self.spans.add(span)
        visited = super().visit(node)
        if not (is_outermost and self._rewrite):
            return visited
        for number, instead in self._by_span[span]:
            off = ast.Call(ast.Name(SWITCH, ast.Load()), [ast.Constant(number)], [])
            visited = ast.IfExp(off, instead, visited)
        return visited

    def _visit_function(self, node: Any) -> Any:
        self._depth += 1
        if isinstance(node, ast.Lambda):
            node.body = self.visit(node.body)
        else:
            node.body = [self.visit(each) for each in node.body]
        self._depth -= 1
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = _visit_function  # noqa: N815
