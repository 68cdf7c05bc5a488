"""PySide's own support code, compiled. Used by `build_installer.spec`.

It lies as sources inside a library of PySide's, which compiles them anew at every start of every
program, unless there is a folder `files.dir` beside it (`find_incarnated_files` there).
"""

import py_compile
from pathlib import Path

import shiboken6  # noqa: F401 - brings what follows
import shibokensupport

FOLDER = "shiboken6/files.dir"
"""Where PySide looks, seen from the folder of the bundle's modules."""

STUB_WRITER = Path("shibokensupport/signature/lib/pyi_generator.py")
"""Writes type stubs of PySide. Each program that loads Qt loads it, and none calls it; its patterns
alone take 7 ms of every start to compile. So it is there and empty.
"""


def compiled_support_code(into: Path) -> list[tuple[str, str]]:
    """Write it into an empty folder; each file and the folder of the bundle that it goes to."""
    archive = shibokensupport.__loader__.zfile
    sources = [Path(name) for name in archive.namelist() if name.startswith("shibokensupport/")]
    return [
        (
            _compiled(b"" if path == STUB_WRITER else archive.read(path.as_posix()), path, into),
            f"{FOLDER}/{path.parent.as_posix()}",
        )
        for path in sources
        if path.suffix == ".py"
    ]


def _compiled(source: bytes, path: Path, into: Path) -> str:
    """Known by its content: by its time no two builds were the same."""
    place = into / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(source)
    made = py_compile.compile(
        str(place),
        str(place.with_suffix(".pyc")),
        path.as_posix(),
        doraise=True,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    return str(made)
