"""Whose a library is that stands on the top of a bundle beside the package that brought it."""

import sys
from pathlib import Path

import pytest

from tests.packaging.conftest import INSTALLER

sys.path.insert(0, str(INSTALLER))

from library_copies import owner_of_copy


@pytest.mark.parametrize(
    ("name", "content", "owner"),
    [
        ("MSVCP140.dll", b"the same", "pyside6"),
        ("msvcp140.dll", b"the same", "pyside6"),
        ("msvcp140.dll", b"another version", None),
        ("msvcp141.dll", b"the same", None),
    ],
)
def test_a_copy_is_told_by_its_name_and_its_bytes(
    tmp_path: Path, name: str, content: bytes, owner: str | None
) -> None:
    bundle, packages = tmp_path / "bundle", tmp_path / "packages"
    for folder in (bundle, packages):
        folder.mkdir()
    (bundle / name).write_bytes(content)
    (packages / "msvcp140.dll").write_bytes(b"the same")
    libraries = [
        (packages / "gone" / "msvcp140.dll", "none"),
        (packages / "msvcp140.dll", "pyside6"),
    ]
    assert owner_of_copy(bundle / name, libraries) == owner
