"""Who may import whom, and which library lives in which rooms."""

import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.house.source import PRODUCT, ROOT, imports, python_files, where

ROOMS_OF = {
    "PySide6": ("ui", "devices", "decoder/voice.py", "decoder/waveform.py", "program/app.py"),
    "shiboken6": ("ui", "devices", "program/app.py"),
    "qasync": ("ui/kit/tasks.py", "ui/shell/window_loop.py"),
    "httpx": ("web",),
    "httpcore": ("web",),
    "websockets": ("link", "clinic"),
    "sqlite3": ("vault", "clinic"),
    "apsw": ("vault", "clinic"),
    "keyring": ("vault",),
    "starlette": ("clinic",),
    "uvicorn": ("clinic",),
    "PIL": ("clinic", "decoder/heic.py"),
    "pi_heif": ("decoder/heic.py",),
    "rapidocr": ("decoder/text.py",),
    "numpy": ("decoder/text.py",),
    "scramp": ("clinic",),
    "truststore": ("web",),
    "tuf": ("updates",),
    "securesystemslib": ("updates",),
    "segno": ("ui/connection/qr_code.py",),
    "ssl": ("web", "link"),
    "xml": ("xmpp",),
}
WAVEFORM = PRODUCT / "decoder/waveform.py"
MAY_LOAD_LATE = {
    "apsw", "certifi", "cryptography", "html", "httpx", "keyring", "PIL", "PySide6.QtMultimedia",
    "PySide6.QtNetwork", "hashlib",
    "numpy", "pi_heif", "rapidocr",
    "PySide6.QtCore",
    "qasync", "resource", "secretstorage", "ssl", "statistics", "truststore", "tuf", "uvicorn",
    "websockets",
}  # fmt: skip


def test_nothing_imports_upwards() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout


def test_no_modules_name_each_other_in_a_circle() -> None:
    """Neither by an import that only the type checker follows."""
    graph = grimp.build_graph("workstation")
    left = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    while free := [name for name, imported in left.items() if not imported & left.keys()]:
        for name in free:
            del left[name]
    assert not left


@pytest.mark.parametrize("library", ROOMS_OF)
def test_a_library_stays_in_its_rooms(library: str) -> None:
    rooms = [PRODUCT / room for room in ROOMS_OF[library]]
    strays = [
        where(path, node)
        for path in python_files(PRODUCT)
        if not any(path.is_relative_to(room) for room in rooms)
        for node, name, _late in imports(path)
        if name.split(".")[0] == library
    ]
    assert not strays, f"{library} belongs to {ROOMS_OF[library]}"


def test_only_heavy_libraries_are_imported_inside_functions() -> None:
    strays = [
        f"{where(path, node)} {name}"
        for path in python_files(PRODUCT)
        for node, name, late in imports(path)
        if late and not name.startswith("workstation.") and not _heavy(name)
    ]
    assert not strays


def _heavy(name: str) -> bool:
    return any(name == heavy or name.startswith(f"{heavy}.") for heavy in MAY_LOAD_LATE)


def test_multimedia_is_loaded_only_behind_the_list_of_protocols_it_may_open() -> None:
    """Importing anything of ``devices`` runs its ``__init__`` first, which closes that list.

    A decoder's process closes it itself.
    """
    strays = [
        where(path, node)
        for path in python_files(PRODUCT)
        if not path.is_relative_to(PRODUCT / "devices") and path != WAVEFORM
        for node, name, _late in imports(path)
        if name.startswith("PySide6.QtMultimedia")
    ]
    assert not strays


def test_the_pure_rooms_use_the_standard_library_alone() -> None:
    allowed = {*sys.stdlib_module_names, "workstation"}
    strays = [
        f"{where(path, node)} {name}"
        for path in python_files(PRODUCT / "domain", PRODUCT / "store")
        for node, name, _late in imports(path)
        if name.split(".")[0] not in allowed
    ]
    assert not strays
