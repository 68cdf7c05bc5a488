"""PySide's own support code in the bundle: read compiled, where PySide looks first."""

import shutil
import subprocess
from pathlib import Path

from tests.packaging.built import packages

FOLDER = "shiboken6/files.dir/shibokensupport"


def test_it_is_not_compiled_at_each_start(tmp_path: Path) -> None:
    """26 ms of every start; without one of its compiled modules the bundle cannot start."""
    bundle = packages() / "workstation"
    shutil.copy(bundle / "workstation", tmp_path)
    inside = tmp_path / "_internal"
    shutil.copytree(bundle / "_internal/shiboken6", inside / "shiboken6")
    for path in (bundle / "_internal").iterdir():
        if path.name != "shiboken6":
            (inside / path.name).symlink_to(path)
    asked = [tmp_path / "workstation", "--version"]
    assert subprocess.run(asked, check=False, timeout=60).returncode == 0
    (inside / FOLDER / "signature/loader.pyc").unlink()
    assert subprocess.run(asked, check=False, timeout=60).returncode != 0


def test_what_writes_type_stubs_is_there_and_empty() -> None:
    """7 ms of every start."""
    compiled = packages() / "workstation/_internal" / FOLDER / "signature/lib/pyi_generator.pyc"
    assert b"inspect" in compiled.with_name("enum_sig.pyc").read_bytes()
    assert b"inspect" not in compiled.read_bytes()
