"""What may not stand in the code, with the reason for each."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from tests.house.source import PRODUCT, ROOT, nodes, python_files, where

CALLS = {
    "exec": "a nested loop inside a coroutine kills other tasks for good: use open() or show()",
    "exec_": "the same under its old name",
    "processEvents": "runs whatever is queued in the middle of a function",
    "asyncSlot": "drops signal arguments silently: use a TaskScope",
    "asyncClose": "closes before the tasks ended",
    "eval": "runs text as a program",
    "mkstemp": "does not end in a folder where Windows lets nobody make files: create_partial",
}
WIDGETS = {
    "QMessageBox": "shows rich text from outside, blocks, and looks like no part of the design",
    "QInputDialog": "blocks, and looks like no part of the design",
    "QProgressDialog": "runs a nested loop",
    "QErrorMessage": "shows rich text",
}
# Before the first coroutine exists, the window's first painting is waited for; a decoder's process
# has no coroutines. Python's own exec nests nothing: values make their __init__ by it.
MAY_NEST = {PRODUCT / "program/app.py", PRODUCT / "decoder/voice.py", PRODUCT / "domain/value.py"}
LABEL = PRODUCT / "ui/kit/widgets/label.py"


@cache
def calls(path: Path) -> tuple[tuple[ast.AST, str], ...]:
    """Every name and attribute that a file uses."""
    return tuple(_calls(path))


def _calls(path: Path) -> Iterator[tuple[ast.AST, str]]:
    for node in nodes(path):
        if isinstance(node, ast.Attribute):
            yield node, node.attr
        elif isinstance(node, ast.Name):
            yield node, node.id


@pytest.mark.parametrize("name", [*CALLS, *WIDGETS])
def test_a_banned_name_is_not_used(name: str) -> None:
    uses = [
        where(path, node)
        for path in python_files(PRODUCT)
        for node, used in calls(path)
        if used == name and not (name == "exec" and path in MAY_NEST)
    ]
    assert not uses, CALLS.get(name) or WIDGETS.get(name)


def test_what_a_person_chose_to_be_written_has_a_thread_of_its_own() -> None:
    """A share that hangs would hold one of the loop's few threads, and with it the end."""
    held = [
        where(path, node)
        for path in python_files(PRODUCT / "ui")
        for node in nodes(path)
        if isinstance(node, ast.Call) and _called(node) == "to_thread" and node.args
        if isinstance(node.args[0], ast.Name)
        and node.args[0].id in {"write_atomically", "save_where_chosen", "save_foreign"}
    ]
    assert not held


def test_the_log_is_given_classes_and_not_their_names() -> None:
    """A text is written as its length: of why something failed "<text of 17>" would be left."""
    named = [
        where(path, node)
        for path in python_files(PRODUCT)
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if ast.unparse(node.func.value) in {"log", "logger"}
        if any("__name__" in ast.unparse(argument) for argument in node.args)
    ]
    assert not named


def test_nothing_is_compared_with_itself() -> None:
    """A lambda whose argument has the name of what is outside compares it with itself."""
    same = [
        where(path, node)
        for path in python_files(PRODUCT)
        for node in nodes(path)
        if isinstance(node, ast.Compare)
        for left, right in pairwise([node.left, *node.comparators])
        if ast.dump(left) == ast.dump(right)
    ]
    assert not same


def test_labels_are_made_in_one_place_where_text_is_plain() -> None:
    """A plain QLabel guesses whether its text is HTML; a name from outside must not decide that."""
    bare = [
        where(path, node)
        for path in python_files(PRODUCT)
        if path != LABEL
        for node in nodes(path)
        if (isinstance(node, ast.Call) and _called(node) == "QLabel")
        or (
            isinstance(node, ast.ClassDef)
            and any(isinstance(kind, ast.Name) and kind.id == "QLabel" for kind in node.bases)
        )
    ]
    assert not bare
    assert "PlainText" in LABEL.read_text(encoding="utf-8")


def test_no_text_format_but_plain() -> None:
    wrong = [
        where(path, node)
        for path in python_files(PRODUCT)
        for node, used in calls(path)
        if used in {"AutoText", "RichText", "MarkdownText", "setHtml", "setMarkdown"}
    ]
    assert not wrong


def test_new_messages_are_stored_by_the_one_who_counts_them() -> None:
    """No trigger counts a new row: the next who stores one would leave it out of what is unread."""
    storing = {
        path.relative_to(PRODUCT).as_posix()
        for path in python_files(PRODUCT)
        for node in nodes(path)
        if (isinstance(node, ast.Constant) and NEW_MESSAGE.search(str(node.value)))
        or (isinstance(node, ast.Call) and ast.unparse(node.func) == "messages.insert")
    }
    assert storing == {"vault/conversation/messages.py", "vault/archive/message_writer.py"}


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


NEW_MESSAGE = re.compile(r"\b(INSERT|REPLACE)( OR \w+)? INTO message\b|\bINTO message \(")
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")


def test_nothing_is_left_to_do_in_comments() -> None:
    unfinished = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in python_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert not unfinished


LOGS = {"debug", "info", "warning", "error", "critical", "exception"}


def test_an_error_is_logged_whole() -> None:
    """The log prints no string: a code or detail taken out of its error is not told any more."""
    taken_apart = [
        where(path, node)
        for path in python_files(PRODUCT)
        for node in nodes(path)
        if isinstance(node, ast.Call) and _called(node) in LOGS
        for given in node.args
        if isinstance(given, ast.Attribute) and given.attr in {"code", "detail", "said"}
    ]
    assert not taken_apart


WAITS = PRODUCT / "base/held_files.py"


def test_files_are_replaced_and_removed_by_what_waits_for_a_scanner() -> None:
    """On Windows both are refused while anybody looks at the file."""
    bare = [
        where(path, node)
        for path in python_files(PRODUCT)
        if path != WAITS
        for node in nodes(path)
        if isinstance(node, ast.Call) and _changes_a_file(node)
    ]
    assert not bare


def _changes_a_file(node: ast.Call) -> bool:
    """A call of ``Path``'s: of a text, ``replace`` is given two values; of a date, by name."""
    if not isinstance(node.func, ast.Attribute) or ast.unparse(node.func.value) in OTHERS:
        return False
    name, given = node.func.attr, len(node.args)
    return (name == "unlink") or (name in {"replace", "rename"} and given == 1)


OTHERS = {"erasure", "self.passwords", "ordered", "self._lines"}
"""Not paths, though they have functions of these names."""
