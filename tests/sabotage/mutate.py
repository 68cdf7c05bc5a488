"""``python -m tests.sabotage.mutate web``: small changes to a folder, and which its tests let pass.

    python -m tests.sabotage.mutate domain/address --changes 100 --seed 7

Draws so many small changes to the modules whose names begin so, applies each alone to a copy of
the tree and runs the folder's tests. One line a change, at the end the score. What is unnoticed is
a missing assertion, or a change that means nothing. Exits with 1 when any survived.
"""

import argparse
import ast
import random
import sys
from collections.abc import Iterator

from tests.sabotage.guard import Guard
from tests.sabotage.recognized import tests_of
from tests.sabotage.syntax import Module, modules
from tests.sabotage.trial import try_all

CHANGES = 40
OPERATORS = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
    ast.Add: "-", ast.Sub: "+", ast.Mult: "//", ast.FloorDiv: "*", ast.Div: "*",
}  # fmt: skip
SAID_ONLY = ("log", "logger", "warnings")
"""Whoever calls these says something, which a change of their calls would not change."""


def changes_of(module: Module, tests: str) -> Iterator[Guard]:
    """Every small change to a module that this command knows."""
    for node in _walk(module.tree):
        for part, instead in _changes_at(module, node):
            begin, end = module.span(part)
            yield Guard(module.name, module.text[begin:end], instead, tests, begin)


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those within f-strings, whose places Python 3.11 does not tell."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.JoinedStr):
            yield from _walk(child)


def _changes_at(module: Module, node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            yield node, _joined(module, left, OPERATORS[type(operator)], right)
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in OPERATORS:
            yield node, _joined(module, left, OPERATORS[type(operator)], right)
        case ast.BoolOp(op=operator, values=values):
            word = " or " if isinstance(operator, ast.And) else " and "
            yield node, f"({word.join(f'({module.source(each)})' for each in values)})"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, f"({module.source(operand)})"
        case ast.If(test=test) | ast.IfExp(test=test) if not _is_for_types(test):
            yield test, "False"
        case ast.Constant(value=bool(fact)):
            yield node, str(not fact)
        case ast.Constant(value=int(number)):
            yield node, f"({number + 1})"
        case ast.Expr(value=ast.Call(func=function)) if not _says(function):
            yield node, "pass"


def _joined(module: Module, left: ast.expr, operator: str, right: ast.expr) -> str:
    return f"(({module.source(left)}) {operator} ({module.source(right)}))"


def _is_for_types(test: ast.expr) -> bool:
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"


def _says(function: ast.expr) -> bool:
    owner = function.value if isinstance(function, ast.Attribute) else function
    return isinstance(owner, ast.Name) and owner.id in SAID_ONLY


def drawn_changes(only: str, count: int, seed: int) -> list[Guard]:
    """So many of all small changes to the modules whose names begin so, as the seed draws them."""
    every = [
        change for module in modules(only) for change in changes_of(module, tests_of(module.name))
    ]
    chance = random.Random(seed)  # noqa: S311 - to repeat a run
    return chance.sample(every, min(count, len(every)))


def main() -> int:
    """Try the changes that are asked for; 1 if any survived."""
    asked = argparse.ArgumentParser(prog="python -m tests.sabotage.mutate", description=__doc__)
    asked.add_argument("only", help="the beginning of the modules' names, below workstation")
    asked.add_argument("--changes", type=int, default=CHANGES)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--copies", type=int, default=2, help="so many are tried at once")
    given = asked.parse_args()
    changes = drawn_changes(given.only, given.changes, given.seed)
    noticed = sum(folder.noticed for folder in try_all(changes, given.copies))
    sys.stdout.write(f"{noticed} of {len(changes)} changes are noticed\n")
    return 0 if noticed == len(changes) else 1


if __name__ == "__main__":
    sys.exit(main())
