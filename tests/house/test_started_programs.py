"""A program that is started is this one or lies at a full path: nobody else's is found first."""

import ast
from pathlib import Path

from tests.house.source import PRODUCT, nodes, python_files, where

STARTS = {"run", "Popen", "call", "check_call", "check_output"}


def command_lines(path: Path) -> list[ast.List]:
    return [
        node
        for node in nodes(path)
        if isinstance(node, ast.List) and node.elts and _names_interpreter(node.elts[0])
    ]


def test_an_interpreter_does_not_look_into_the_working_directory() -> None:
    """Without -P or -I whatever lies there as ``workstation`` or ``json.py`` runs as the doctor."""
    started = [(path, line) for path in python_files(PRODUCT) for line in command_lines(path)]
    assert started
    loose = [
        where(path, line)
        for path, line in started
        if not {"-P", "-I"} & {each.value for each in line.elts if isinstance(each, ast.Constant)}
    ]
    assert not loose


def test_no_program_is_looked_for_by_its_name_alone() -> None:
    loose = [
        where(path, node)
        for path in python_files(PRODUCT)
        for node in nodes(path)
        if isinstance(node, ast.Call) and _starts(node) and node.args
        if isinstance(node.args[0], ast.List) and isinstance(node.args[0].elts[0], ast.Constant)
    ]
    assert not loose


def test_no_program_is_started_by_a_shell() -> None:
    loose = [
        where(path, node)
        for path in python_files(PRODUCT)
        for node in nodes(path)
        if isinstance(node, ast.Call)
        if any(each.arg == "shell" for each in node.keywords)
        or ast.unparse(node.func) in {"os.system", "os.popen"}
    ]
    assert not loose


def _names_interpreter(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "executable"


def _starts(node: ast.Call) -> bool:
    function = node.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr in STARTS
        and isinstance(function.value, ast.Name)
        and function.value.id == "subprocess"
    )
