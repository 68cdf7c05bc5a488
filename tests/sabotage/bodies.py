"""Functions with two bodies: as they are, and without a guard that is more than an expression."""

import ast
from collections.abc import Iterator, Mapping

from tests.sabotage.switching import SWITCH

Function = ast.FunctionDef | ast.AsyncFunctionDef
Bodies = Mapping[int, list[ast.stmt]]
"""What stands instead in the functions of a module, by their number in it."""


def functions(tree: ast.Module) -> list[Function]:
    """All functions of a module, in an order that a change of expressions leaves as it is."""
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def other_bodies(text: str, maimed: str) -> Bodies:
    """The innermost functions that differ; none where anything else does, or it is no code."""
    try:
        old, new = ast.parse(text), ast.parse(maimed)
    except SyntaxError:
        return {}
    pairs = list(zip(functions(old), functions(new), strict=False))
    bodies: dict[int, list[ast.stmt]] = {}
    for number, (before, after) in reversed(list(enumerate(pairs))):
        if _dump(before.body) != _dump(after.body):
            bodies[number], after.body = after.body, before.body
    is_all = ast.dump(old) == ast.dump(new)
    is_alike = all(_yields(pairs[number][0].body) == _yields(bodies[number]) for number in bodies)
    return bodies if is_all and is_alike else {}


def add_body(function: Function, switch: int, body: list[ast.stmt]) -> None:
    """Give a function another body, which its switch turns on."""
    begin = 1 if ast.get_docstring(function, clean=False) is not None else 0
    ask = ast.Call(ast.Name(SWITCH, ast.Load()), [ast.Constant(switch)], [])
    function.body[begin:] = [ast.If(ask, body, function.body[begin:] or [ast.Pass()])]


def _dump(body: list[ast.stmt]) -> list[str]:
    return [ast.dump(statement) for statement in body]


def _yields(body: list[ast.stmt]) -> bool:
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in _own(body))


def _own(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """All nodes of a body but those of functions within it."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Function | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))
