"""Libraries that stand on the top of a bundle beside the package that brought them.

Where a module needs a library of another package, PyInstaller for Windows collects it a second
time: onnxruntime needs ``msvcp140.dll``, which PySide6 brings.
"""

from collections.abc import Iterable
from pathlib import Path


def owner_of_copy(file: Path, libraries: Iterable[tuple[Path, str]]) -> str | None:
    """The package whose library has the same name and bytes; ``libraries`` are given with theirs.

    Names are compared without regard to case, as Windows does; None where there is no such library.
    """
    for library, package in libraries:
        if library.name.lower() == file.name.lower() and _are_equal(library, file):
            return package
    return None


def _are_equal(first: Path, second: Path) -> bool:
    return first.is_file() and first.read_bytes() == second.read_bytes()
