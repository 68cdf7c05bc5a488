"""Modules are imported as Python does it: PySide does not read their sources."""

from pathlib import Path

from tests.ui.fresh import said_by

PROGRAM = """
import linecache, sys
sys.path.insert(0, sys.argv[1])
from PySide6.QtCore import QObject
from workstation.ui.shell import builtin_import as plain_import
if "early" in sys.argv:
    import probe
if "restored" in sys.argv:
    plain_import.restore_builtin_import()
import probe
from PySide6.QtWidgets import QWidget
assert QWidget.isVisible and not hasattr(QWidget, "is_visible")
print(any(name.endswith("probe.py") for name in linecache.cache))
"""


def read(folder: Path, *arguments: str) -> list[str]:
    (folder / "probe.py").write_text("pass\n")
    return said_by(PROGRAM, str(folder), *arguments)


def test_a_module_imported_after_pyside_is_not_read_as_text(tmp_path: Path) -> None:
    assert read(tmp_path) == ["True"], "PySide no longer does it: the module has no use"
    assert read(tmp_path, "restored") == ["False"]


def test_what_was_read_before_is_forgotten(tmp_path: Path) -> None:
    assert read(tmp_path, "early", "restored") == ["False"]


def test_nothing_happens_where_pyside_has_replaced_nothing() -> None:
    program = (
        "import builtins; from workstation.ui.shell import builtin_import as plain_import;"
        "original = builtins.__import__;"
        "plain_import.restore_builtin_import(); print(builtins.__import__ is original)"
    )
    assert said_by(program) == ["True"]
