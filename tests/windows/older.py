"""An older version of a Windows bundle: the same programs under a smaller number.

An upgrade and the way back need a version that is not the one being shipped. Building it takes as
long as the bundle did, so the number alone is written anew where the programs hold it: in the
module that tells it, compiled and compressed, and in the resource that Windows reads.
"""

import shutil
import zlib
from pathlib import Path

from PyInstaller.archive.readers import CArchiveReader

TELLS = "workstation"
"""The package whose ``__version__`` is the number."""

LEVELS = range(9, 0, -1)


def write_older(bundle: Path, version: str, older: str, into: Path) -> Path:
    """Copy `bundle` into a new folder as another version of a number that is as long."""
    if len(older) != len(version):
        raise ValueError("a number of another length has no room")
    shutil.copytree(bundle, into)
    for program in into.glob("*.exe"):
        _rewrite_module(program, version.encode(), older.encode())
        wide, other = version.encode("utf-16-le"), older.encode("utf-16-le")
        program.write_bytes(program.read_bytes().replace(wide, other))
    return into


def _rewrite_module(program: Path, version: bytes, older: bytes) -> None:
    modules = CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz")
    _, offset, length = modules.toc[TELLS]
    code = modules.extract(TELLS, raw=True)
    if code.count(version) != 1:
        raise ValueError(f"{program.name} does not tell its version once")
    written = code.replace(version, older)
    fitting = (data for level in LEVELS if len(data := zlib.compress(written, level)) <= length)
    # What is left over of the old one lies behind the end of the new one, where nobody reads.
    with program.open("r+b") as file:
        file.seek(modules._start_offset + offset)
        file.write(next(fitting))
