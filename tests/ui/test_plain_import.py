"""Modules are imported as Python does it: PySide does not read their sources."""

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import linecache, sys
sys.path.insert(0, sys.argv[1])
from PySide6.QtCore import QObject
from workstation.ui import plain_import
if "restored" in sys.argv:
    plain_import.restore()
import probe
from PySide6.QtWidgets import QWidget
assert QWidget.isVisible and not hasattr(QWidget, "is_visible")
print(any(name.endswith("probe.py") for name in linecache.cache))
"""


def read(folder: Path, *arguments: str) -> str:
    (folder / "probe.py").write_text("pass\n")
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", PROGRAM, str(folder), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


def test_a_module_imported_after_pyside_is_not_read_as_text(tmp_path: Path) -> None:
    assert read(tmp_path) == "True", "PySide no longer does it: the module has no use"
    assert read(tmp_path, "restored") == "False"


def test_nothing_happens_where_pyside_has_replaced_nothing() -> None:
    program = (
        "import builtins; from workstation.ui import plain_import; kept = builtins.__import__;"
        "plain_import.restore(); assert builtins.__import__ is kept"
    )
    subprocess.run([sys.executable, "-c", program], timeout=60, check=True)  # noqa: S603
