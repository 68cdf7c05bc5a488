"""Every way out of the window goes by one gate: no other module touches what things leave by."""

import ast

import pytest

from tests.house.source import PRODUCT, nodes, python_files

MAY_TOUCH = {
    "QClipboard": {"ui/kit/clipboard.py"},
    "clipboard": {
        "ui/kit/clipboard.py",
        "ui/export/gate.py",
        "program/session_run.py",
        "program/screen_lock.py",
    },
    "setMimeData": {"ui/kit/clipboard.py"},
    "QFileDialog": {"ui/kit/layers/file_dialog.py"},
    "AcceptSave": {"ui/kit/layers/file_dialog.py"},
    "getSaveFileName": set(),
    "getSaveFileUrl": set(),
    "saveFileContent": set(),
    "QPrinter": {"ui/record/printing.py"},
    "QPrintDialog": {"ui/record/printing.py"},
    "QPrintPreviewDialog": set(),
    "QPdfWriter": {"ui/record/archival.py", "ui/record/pdf.py"},
    "QDrag": set(),
    "setDragEnabled": set(),
    "startDrag": set(),
    # Where a selection gives Qt nothing to take out of the program.
    "setTextInteractionFlags": {"ui/viewer/reading/text_view.py"},
    "TextSelectableByMouse": {"ui/viewer/reading/text_view.py"},
    "TextSelectableByKeyboard": {"ui/viewer/reading/text_view.py"},
    "TextBrowserInteraction": set(),
    "grabWindow": set(),
    "ExportPermit": {
        "domain/export.py",
        "ui/export/gate.py",
        "ui/kit/clipboard.py",
        "ui/kit/layers/file_dialog.py",
        "ui/record/package_wiring.py",
        "ui/record/printing.py",
        "ui/record/questions.py",
        "ui/record/paper_output.py",
        "ui/media/saving.py",
    },
    "NO_PATIENT_DATA": {
        "domain/export.py",
        "ui/connection/wiring.py",
        "ui/kit/widgets/empty_state.py",
        "ui/support/save_dialog.py",
    },
}
MAKES_PERMITS = {"domain/export.py", "ui/export/gate.py"}
WRITES_WHAT_WAS_PERMITTED = {"write_text", "write_picture", "SaveDialog", "ask_printer"}
"""Each takes a permit as an argument that cannot be left out."""


def uses() -> dict[str, set[str]]:
    """The modules that use each name: as a name, an attribute or an import."""
    modules: dict[str, set[str]] = {}
    for path in python_files(PRODUCT):
        if path.is_relative_to(PRODUCT / "clinic"):
            continue
        module = path.relative_to(PRODUCT).as_posix()
        for node in nodes(path):
            match node:
                case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                    modules.setdefault(name, set()).add(module)
    return modules


@pytest.fixture(scope="module")
def used() -> dict[str, set[str]]:
    return uses()


@pytest.mark.parametrize("name", MAY_TOUCH)
def test_a_way_out_is_touched_where_the_table_says(used: dict[str, set[str]], name: str) -> None:
    assert used.get(name, set()) == MAY_TOUCH[name]


def test_only_the_gate_makes_permits() -> None:
    makers = {
        path.relative_to(PRODUCT).as_posix()
        for path in python_files(PRODUCT)
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "ExportPermit"
    }
    assert makers == MAKES_PERMITS


@pytest.mark.parametrize("name", sorted(WRITES_WHAT_WAS_PERMITTED))
def test_what_writes_takes_a_permit(name: str) -> None:
    """As a parameter without a default, so that mypy asks for it at every call."""
    for path in python_files(PRODUCT / "ui"):
        for node in nodes(path):
            if isinstance(node, ast.ClassDef) and node.name == name:
                node = next(  # noqa: PLW2901 - what makes one
                    each for each in node.body if getattr(each, "name", "") == "__init__"
                )
            elif getattr(node, "name", "") != name:
                continue
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                given = node.args.args[: len(node.args.args) - len(node.args.defaults)]
                kinds = [ast.unparse(each.annotation) for each in given if each.annotation]
                assert "ExportPermit" in kinds
                return
    pytest.fail(f"{name} is nowhere")


def test_no_dialog_for_files_opens_unasked_whether_it_can(used: dict[str, set[str]]) -> None:
    """A permit comes from the gate, which asks that itself."""
    asking, own = used["may_open_files"], {"ui/kit/layers/file_dialog.py"}
    assert used["FileDialog"] - own <= asking
    assert (used["SaveDialog"] & used["NO_PATIENT_DATA"]) <= asking
    assert "ui/export/gate.py" in asking
