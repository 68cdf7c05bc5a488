"""Every text field is one of ours: what is pasted or dropped there was looked at."""

import ast

from tests.house.source import PRODUCT, nodes, python_files, where

EDITING = PRODUCT / "ui/kit/fields/editing.py"
OF_QT = {
    "QLineEdit", "QTextEdit", "QPlainTextEdit", "QTextBrowser", "QKeySequenceEdit",
    "QAbstractSpinBox", "QSpinBox", "QDoubleSpinBox", "QDateTimeEdit", "QDateEdit", "QTimeEdit",
    "QTextControl", "QQuickWidget", "QQuickView", "QWebEngineView",
}  # fmt: skip
BY_THE_BACK_DOOR = {"setEditable", "setAcceptRichText", "setLineEdit"}


def test_no_text_field_of_qt_s_own_is_made() -> None:
    """Qt's take a dropped file as its address, and markup as markup: ``editing`` does not."""
    bare = [
        where(path, node)
        for path in python_files(PRODUCT)
        if path != EDITING
        for node in nodes(path)
        if (isinstance(node, ast.Call) and _name(node.func) in OF_QT)
        or (isinstance(node, ast.ClassDef) and {_name(kind) for kind in node.bases} & OF_QT)
    ]
    assert not bare


def test_nothing_becomes_a_text_field_by_the_back_door() -> None:
    back_doors = [
        where(path, node)
        for path in python_files(PRODUCT)
        if path != EDITING
        for node in nodes(path)
        if isinstance(node, ast.Call) and _name(node.func) in BY_THE_BACK_DOOR
    ]
    assert not back_doors


def _name(node: ast.expr) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))
