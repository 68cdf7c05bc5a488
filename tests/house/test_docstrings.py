"""A docstring names parameters, callbacks and signals as the code does, also after a renaming."""

import ast
import builtins
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.source import PRODUCT, ROOT, nodes, python_files, tree, where

Documented = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef

# Only where a clause begins with it and goes on with what it does: there a name in double
# backticks is that of something in the code. Elsewhere it may be a value, or a word of the wire.
SUBJECT = re.compile(
    r"(?:^|[.;:,] (?:and )?)``([a-z_]\w{2,})``"
    r" (?:is|are|gets?|gives?|tells?|says?|hears|names?|asks|calls|opens|shows|decodes|brings)\b"
)


REFERS = re.compile(r"(?:[Ss]ee|as) ``")
"""Where another docstring has the errors."""


def subjects(docstring: str) -> list[str]:
    return SUBJECT.findall(" ".join(docstring.split()))


@pytest.mark.parametrize(
    ("docstring", "expected"),
    [
        ("Sends. ``on_sent`` is told of each.", ["on_sent"]),
        ("``upload`` gives an address,\n    ``notify`` says a sentence.", ["upload", "notify"]),
        ("Plain ``http`` is for a platform that is plain itself.", []),
        ("Reasons: ``lost`` or ``late``.", []),
    ],
)
def test_subjects_are_recognised(docstring: str, expected: list[str]) -> None:
    assert subjects(docstring) == expected


@cache
def names_in(part: ast.AST) -> frozenset[str]:
    """What a part of the code names, a private name also without its underscore."""
    names: set[str] = set()
    for node in ast.iter_child_nodes(part):
        names |= names_in(node)
    match part:
        case ast.arg(arg=name) | ast.keyword(arg=str(name)) | ast.Name(id=name):
            names |= {name, name.lstrip("_")}
        case ast.Attribute(attr=name) | ast.alias(name=name):
            names |= {name, name.lstrip("_")}
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            names |= {name, name.lstrip("_")}
    return frozenset(names)


@cache
def names_by_class() -> dict[str, set[str]]:
    """What a class names, its bases in this product included."""
    own: defaultdict[str, set[str]] = defaultdict(set)
    bases: defaultdict[str, set[str]] = defaultdict(set)
    for path in python_files(PRODUCT):
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                own[node.name] |= names_in(node)
                bases[node.name] |= {name for base in node.bases for name in names_in(base)}

    def with_bases(name: str, below: frozenset[str]) -> set[str]:
        above = (bases[name] & own.keys()) - below
        return own[name].union(*(with_bases(each, below | above) for each in above))

    return {name: with_bases(name, frozenset({name})) for name in own}


def documented(part: ast.AST, around: set[str]) -> Iterator[tuple[Documented, set[str]]]:
    """Each class and function, with the names that its docstring may speak of."""
    for node in ast.iter_child_nodes(part):
        names = around
        if isinstance(node, Documented):
            names = around | names_in(node)
            if isinstance(node, ast.ClassDef):
                names |= names_by_class()[node.name]
            yield node, names
        yield from documented(node, names)


def names_of_module(module: ast.Module) -> set[str]:
    """What the functions and classes of a module see of it."""
    names: set[str] = set()
    for node in module.body:
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                names.add(node.name)
            case _:
                names |= names_in(node)
    return names


def test_what_a_docstring_speaks_of_is_there() -> None:
    gone = [
        f"{where(path, node)} {node.name}: {name}"
        for path in python_files(PRODUCT)
        for node, names in documented(tree(path), names_of_module(tree(path)))
        for name in subjects(ast.get_docstring(node) or "")
        if name not in names
    ]
    assert not gone, "docstrings speak of names that are not there:\n" + "\n".join(gone)


@cache
def bases() -> dict[str, set[str]]:
    """The names of the classes above each class of the product."""
    above: defaultdict[str, set[str]] = defaultdict(set)
    for path in python_files(PRODUCT):
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                above[node.name] |= {name for base in node.bases for name in names_in(base)}
    return above


def kinds_of(error: str) -> set[str]:
    """Every name under which an error may be told: its own, and those of its bases."""
    known = getattr(builtins, error, None)
    if isinstance(known, type):
        return {kind.__name__ for kind in known.__mro__} - {"Exception", "BaseException"}
    return {error}.union(*(kinds_of(base) for base in bases().get(error, set()) - {error}))


def raised(body: list[ast.stmt]) -> Iterator[str]:
    """The errors that a body raises by name; what functions inside of it raise is their own."""
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                continue
            case ast.Raise(exc=ast.Call(func=ast.Name(id=name)) | ast.Name(id=name)):
                if name[0].isupper() and name != NotImplementedError.__name__:
                    yield name
        for part in ("body", "orelse", "finalbody", "handlers", "cases"):
            yield from raised(getattr(node, part, []))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("raise A", {"A"}),
        ("raise A(1) from None", {"A"}),
        ("try:\n    pass\nexcept B:\n    raise C", {"C"}),
        ("match x:\n    case 1:\n        raise A", {"A"}),
        ("def f():\n    raise A", set()),
        ("raise error", set()),
    ],
)
def test_what_a_body_raises_is_seen(source: str, expected: set[str]) -> None:
    assert set(raised(ast.parse(source).body)) == expected


def test_an_error_is_told_by_its_bases_too() -> None:
    assert {"DeadlineExceeded", "NetworkError"} <= kinds_of("DeadlineExceeded")
    assert {"FileNotFoundError", "OSError"} <= kinds_of("FileNotFoundError")


def test_a_docstring_names_the_errors_that_its_function_raises() -> None:
    """Or refers to another one by "see" or "as". The clinic's refusals are its answers."""
    silent = [
        f"{where(path, node)} {node.name}: {error}"
        for path in python_files(PRODUCT)
        if "clinic" not in path.relative_to(PRODUCT).parts
        for node, _ in documented(tree(path), set())
        if not isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        if (docstring := ast.get_docstring(node))
        for error in raised(node.body)
        if not any(kind in docstring for kind in kinds_of(error)) and not REFERS.search(docstring)
    ]
    assert not silent, "errors that no docstring names:\n" + "\n".join(silent)


@cache
def described(*folders: Path) -> dict[str, set[str]]:
    """By class, the methods that it documents."""
    methods: defaultdict[str, set[str]] = defaultdict(set)
    for path in python_files(*folders):
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                methods[node.name] |= {
                    each.name
                    for each in node.body
                    if isinstance(each, Documented) and ast.get_docstring(each)
                }
    return methods


def described_above(name: str, method: str) -> bool:
    """Whether a class above this one, in the product, documents the method."""
    above = bases().get(name, set()) - {name}
    return any(
        method in described(PRODUCT).get(base, set()) or described_above(base, method)
        for base in above
    )


def public(part: ast.AST, owner: str = "") -> Iterator[tuple[str, Documented]]:
    """Each public class and function with the class around it; not what stands in functions."""
    for node in ast.iter_child_nodes(part):
        if isinstance(node, Documented):
            if not node.name.startswith("_"):
                yield owner, node
                if isinstance(node, ast.ClassDef):
                    yield from public(node, node.name)
        elif isinstance(node, ast.If | ast.Try):
            yield from public(node, owner)


def undescribed(path: Path) -> Iterator[tuple[str, Documented]]:
    """What has no docstring; Qt's virtual functions keep Qt's name and Qt's own description."""
    for owner, node in public(tree(path)):
        if not ast.get_docstring(node) and (not owner or node.name == node.name.lower()):
            yield owner, node


QT_MODEL = {"data", "flags"}
"""Virtual functions whose names do not show that they are Qt's."""


def test_what_is_public_has_a_docstring_or_inherits_one() -> None:
    silent = [
        f"{where(path, node)} {node.name}"
        for path in python_files(PRODUCT)
        for owner, node in undescribed(path)
        if not (owner and (described_above(owner, node.name) or node.name in QT_MODEL))
    ]
    assert not silent, "nothing says what these give:\n" + "\n".join(silent)


HELPERS = ROOT / "tests"
ENTRIES = {"main", "rows"}
"""What a runner calls by its name; the runner says what it gives (``tests/bench/run.py``)."""


def test_helpers_of_tests_have_docstrings() -> None:
    """A fake may leave it to what it stands for, and an engine to the protocol of all engines."""
    real = set().union(*described(PRODUCT).values())
    protocols = described(HELPERS / "servers" / "engine.py")["Engine"]
    silent = [
        f"{where(path, node)} {node.name}"
        for path in python_files(HELPERS)
        if not path.name.startswith("test_")
        for owner, node in undescribed(path)
        if not node.name.startswith("pytest_")
        if node.name not in (real | protocols if owner else ENTRIES)
    ]
    assert not silent, "nothing says what these helpers do:\n" + "\n".join(silent)
