"""A package is whole under its name, or what was there before still is."""

import errno
import os
import shutil
import subprocess
import sys
import zipfile
from types import SimpleNamespace

import pytest

from tests.evidence.samples import write_package
from workstation.base import held_files
from workstation.domain.errors import DiskFull, PlaceNotWritable, StorageError
from workstation.domain.evidence import PackageVerdict
from workstation.evidence import package_writer
from workstation.evidence.package_writer import PARTIAL, PackageWriter
from workstation.evidence.verification import verify_package

DAY = 24 * 3600

KILLED = """\
import os, sys
from pathlib import Path
from workstation.evidence.package_writer import PackageWriter
writer = PackageWriter(Path(sys.argv[1]))
writer.open()
writer.add_original(b"x" * 100_000, "jpg", "image/jpeg")
writer.add_data(b"{}")
os._exit(9)
"""


def test_a_package_that_is_given_up_leaves_nothing(tmp_path):
    writer = PackageWriter(tmp_path / "a.zip")
    writer.open()
    writer.add_original(b"x", "jpg", "image/jpeg")
    writer.abandon()
    writer.abandon()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(StorageError):
        writer.add_original(b"x", "jpg", "image/jpeg")


def test_one_that_is_given_up_before_it_begins_never_does(tmp_path):
    writer = PackageWriter(tmp_path / "a.zip")
    writer.abandon()
    with pytest.raises(StorageError):
        writer.open()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.zip"
    path.write_bytes(b"before")

    def fail(_handle):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(package_writer, "os", SimpleNamespace(fdopen=os.fdopen, fsync=fail))
    writer = PackageWriter(path)
    writer.open()
    writer.add_data(b"{}")
    with pytest.raises(DiskFull):
        writer.add_record(b"record")
    writer.abandon()
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"before"]


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use does not vanish there")
def test_a_folder_that_vanishes_gets_no_package(tmp_path):
    place = tmp_path / "stick"
    place.mkdir()
    writer = PackageWriter(place / "a.zip")
    writer.open()
    writer.add_data(b"{}")
    shutil.rmtree(place)
    writer.add_record(b"record")
    with pytest.raises(PlaceNotWritable):
        writer.finish()
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


def test_a_program_killed_while_it_writes_leaves_the_old_file(tmp_path):
    """And beside it a hidden file that nobody may read but its owner, and no verification takes."""
    target = tmp_path / "a.zip"
    target.write_bytes(b"before")
    subprocess.run([sys.executable, "-c", KILLED, target], check=False, timeout=60)  # noqa: S603
    assert target.read_bytes() == b"before"
    (partial,) = [path for path in tmp_path.iterdir() if path != target]
    assert partial.name.startswith(".saving-")
    assert verify_package(partial).verdict is PackageVerdict.UNUSABLE
    if sys.platform != "win32":
        assert partial.stat().st_mode & 0o077 == 0


def test_what_a_killed_program_left_is_gone_with_the_next_package_of_another_day(tmp_path):
    left, ahead, fresh = (tmp_path / f"{PARTIAL}{each}" for each in ("00000000", "11", "22"))
    other = tmp_path / ".saving-22222222"
    for path in (left, ahead, fresh, other):
        path.write_bytes(b"x")
    now = fresh.stat().st_mtime
    for path, then in ((left, now - 2 * DAY), (ahead, now + 2 * DAY), (other, now - 2 * DAY)):
        os.utime(path, (then, then))
    write_package(tmp_path / "a.zip")
    assert {path.name for path in tmp_path.iterdir()} == {"a.zip", fresh.name, other.name}


def test_one_that_somebody_holds_keeps_no_other_there(tmp_path, monkeypatch):
    remove, held = held_files.remove, []
    for number in range(3):
        left = tmp_path / f"{PARTIAL}{number}"
        left.write_bytes(b"patient")
        os.utime(left, (left.stat().st_mtime - 2 * DAY,) * 2)

    def refuse_first(path):
        held.append(path)
        if len(held) == 1:
            raise PermissionError
        remove(path)

    monkeypatch.setattr(held_files, "remove", refuse_first)
    write_package(tmp_path / "a.zip")
    assert {*tmp_path.iterdir()} == {tmp_path / "a.zip", held[0]}


def test_more_than_an_archive_takes_is_one_outcome(tmp_path, monkeypatch):
    writer = PackageWriter(tmp_path / "a.zip")
    writer.open()
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)
    with pytest.raises(PlaceNotWritable, match="too large"):
        writer.add_original(b"x" * 11, "jpg", "image/jpeg")
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


def test_only_the_whole_package_has_the_name(tmp_path):
    write_package(tmp_path / "a.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]
