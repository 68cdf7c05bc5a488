"""Whether a disk has room again for what only memory holds."""

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from workstation.base.paths import Folders
from workstation.domain.errors import DiskFull
from workstation.session.disk_retry import require_free_space


def test_less_than_is_needed_is_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def disk_usage(place: "os.PathLike[str]") -> SimpleNamespace:
        asked.append(Path(place))
        return SimpleNamespace(free=10)

    monkeypatch.setattr(shutil, "disk_usage", disk_usage)
    folders = Folders.of_profile(tmp_path / "not" / "made" / "yet")
    require_free_space(folders, 10)
    with pytest.raises(DiskFull):
        require_free_space(folders, 11)
    assert asked == [tmp_path, tmp_path]


def test_a_disk_that_cannot_be_asked_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_usage(_place: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(shutil, "disk_usage", disk_usage)
    require_free_space(Folders.of_profile(tmp_path), 1)
