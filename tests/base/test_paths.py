import contextlib
import errno
import os
import stat
from pathlib import Path

import pytest

from workstation.base import paths
from workstation.base.paths import Folders, storage_error
from workstation.domain.errors import DiskFull, StorageError

NO_FOLDER = "Not a directory|already exists"
"""A file stands where a folder should: in the words of Linux, and of Windows."""


def test_each_platform_has_its_places(tmp_path):
    places = {"XDG_CONFIG_HOME": str(tmp_path / "c"), "XDG_DATA_HOME": str(tmp_path / "d")}
    linux = Folders.of_user("linux", {**places, "XDG_CACHE_HOME": "relative"})
    assert linux.config == tmp_path / "c/doctor-workstation"
    assert linux.data == tmp_path / "d/doctor-workstation"
    assert linux.cache == Path.home() / ".cache/doctor-workstation"
    windows = Folders.of_user("win32", {"LOCALAPPDATA": "/local", "APPDATA": "/roaming"})
    assert windows.data == Path("/local/DoctorWorkstation/data")
    assert "roaming" not in str(windows)
    assert "Library" in str(Folders.of_user("darwin", {}).logs)


@pytest.mark.parametrize("given", ["", "AppData/Local", "C:Local", "%USERPROFILE%/AppData/Local"])
def test_a_redirection_that_leads_nowhere_certain_is_passed_over(given):
    windows = Folders.of_user("win32", {"LOCALAPPDATA": given})
    assert windows.data == Path.home() / "AppData/Local/DoctorWorkstation/data"


def test_a_profile_keeps_everything_in_its_folder(tmp_path):
    folders = Folders.of_profile(tmp_path)
    for folder in (folders.config, folders.data, folders.cache, folders.logs):
        assert tmp_path in folder.parents


def test_doctors_are_kept_apart_under_names_that_tell_nothing(tmp_path):
    folders = Folders.of_profile(tmp_path)
    one = folders.account("https://a.example", 1001)
    assert one == folders.account("https://a.example", 1001)
    others = [
        folders.account("https://a.example", 1002),
        folders.account("https://b.example", 1001),
    ]
    assert len({one.data, *(other.data for other in others)}) == 3
    assert len({one.cache, *(other.cache for other in others)}) == 3
    assert "1001" not in one.data.name
    assert "example" not in str(one.data.relative_to(tmp_path))


def test_folders_are_private(tmp_path):
    folders = Folders.of_profile(tmp_path / "deep" / "profile")
    folders.prepare()
    assert stat.S_IMODE(folders.data.stat().st_mode) == 0o700


@pytest.mark.parametrize(("elevated", "mode"), [(True, 0o777), (False, 0o700)])
def test_what_an_elevated_check_makes_on_windows_is_not_the_administrators_alone(
    tmp_path, monkeypatch, elevated, mode
):
    """Python names the owner in a private folder's list: there that is not the doctor."""
    modes, really = [], Path.mkdir

    def mkdir(folder, **options):
        modes.append(options.get("mode"))
        really(folder, **options)

    monkeypatch.setattr(paths, "_is_elevated", lambda: elevated)
    monkeypatch.setattr(Path, "mkdir", mkdir)
    paths.make_folder(tmp_path / "data", "win32")
    assert modes == [mode]
    assert (tmp_path / "data").is_dir()


def test_a_place_that_cannot_be_made_is_a_storage_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=NO_FOLDER):
        Folders.of_profile(tmp_path / "file").prepare()


@pytest.mark.parametrize("link", ["profile", "profile/data"])
def test_a_link_to_a_share_that_is_not_mounted_is_named(tmp_path, link):
    """The system says that it exists, which is true of the link and helps nobody."""
    place, share = tmp_path / link, tmp_path / "share"
    place.parent.mkdir(exist_ok=True)
    with contextlib.suppress(OSError):
        place.symlink_to(share)
    if not place.is_symlink():
        pytest.skip("Windows lets administrators alone make links, and Wine makes none")
    with pytest.raises(StorageError) as refused:
        Folders.of_profile(tmp_path / "profile").prepare()
    assert refused.value.detail == f"{place} -> {share}: {os.strerror(errno.ENOENT)}"


@pytest.mark.parametrize("number", [39, 112, 1295])
def test_a_disk_that_windows_calls_full_is_full(tmp_path, number):
    """Python has an errno for one of them alone."""
    error = OSError(errno.EINVAL, "x")
    error.winerror = number
    assert isinstance(storage_error(error, tmp_path), DiskFull)
    error.winerror = 5  # access is denied
    assert not isinstance(storage_error(error, tmp_path), DiskFull)
