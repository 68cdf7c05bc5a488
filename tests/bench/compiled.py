"""The start as the bundle has it: with PySide's own support code compiled.

PySide compiles it anew at each start of a program, which the bundle spares (``resources/installer/
support_code.py``). The benches of the start run from the sources and pay for it, as does the bare
window beside them; this one starts what doctors have. Its floor is a bare window that is spared it,
too.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import shiboken6
from known import profile_of, start_rows
from measurement import ROOT, Row

sys.path.insert(0, str(ROOT / "resources/installer"))
from support_code import compiled_support_code


def rows() -> Iterator[Row]:
    with compiled() as path, profile_of(None) as (profile, account):
        given = (str(profile), json.dumps(asdict(account)))
        yield from start_rows(*given, prefix="support code compiled: ", PYTHONPATH=str(path))


@contextmanager
def compiled() -> Iterator[Path]:
    """A folder to be first on the path, with shiboken beside its support code, compiled."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "path"
        shutil.copytree(Path(shiboken6.__file__).parent, path / "shiboken6")
        for file, place in compiled_support_code(Path(folder) / "made"):
            (path / place).mkdir(parents=True, exist_ok=True)
            shutil.copy(file, path / place)
        yield path
