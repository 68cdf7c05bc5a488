"""Each bound and form of a package by itself: together they would hide each other's lack."""

import io
import struct
import zipfile
from types import SimpleNamespace

import pytest

from tests.evidence.samples import write_package
from workstation.domain.evidence import PackageFault
from workstation.evidence import package_reader, verification
from workstation.evidence.contents import LISTS
from workstation.evidence.package_reader import UnusablePackageError
from workstation.evidence.verification import verify_package


@pytest.fixture
def package(tmp_path):
    """A whole one, as it was exported."""
    path = tmp_path / "a.zip"
    write_package(path)
    return path


def fault_of(path):
    (finding,) = verify_package(path).findings
    return finding.fault


@pytest.mark.parametrize(
    "change",
    [
        {"flag_bits": package_reader.ENCRYPTED},
        {"compress_type": zipfile.ZIP_DEFLATED},
        {"file_size": 1},
        {"extra": b"more"},
        {"comment": b"more"},
    ],
)
def test_an_entry_of_another_form_was_packed_again(change):
    entry = zipfile.ZipInfo("record.pdf")
    entry.file_size = entry.compress_size = 0
    package_reader._require_plain(entry)
    for name, value in change.items():
        setattr(entry, name, value)
    with pytest.raises(UnusablePackageError) as unusable:
        package_reader._require_plain(entry)
    assert unusable.value.fault is PackageFault.REPACKED


def test_a_file_that_begins_elsewhere_than_the_one_before_ends_is_noticed():
    length = package_reader.LOCAL_HEADER_BYTES + 1
    first, second = (
        SimpleNamespace(orig_filename=name, file_size=0, header_offset=place)
        for name, place in (("a", 0), ("b", length - 1))
    )
    archive = SimpleNamespace(infolist=lambda: [first, second], start_dir=2 * length)
    with pytest.raises(UnusablePackageError):
        package_reader._require_no_gap(archive)
    second.header_offset = length
    package_reader._require_no_gap(archive)


def test_bytes_before_an_archive_are_noticed_before_it_is_opened(package):
    with pytest.raises(UnusablePackageError) as unusable:
        package_reader._require_archive(io.BytesIO(b"#!/bin/sh\n" + package.read_bytes()))
    assert unusable.value.fault is PackageFault.REPACKED


def test_an_archive_that_announces_a_comment_is_of_another_program(package):
    package.write_bytes(package.read_bytes()[:-2] + b"\1\0")
    assert fault_of(package) is PackageFault.REPACKED


def test_a_directory_larger_than_any_package_s_is_not_read(tmp_path):
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, package_reader.MAX_DIRECTORY_BYTES + 1, 0, 0
    )
    (tmp_path / "a.zip").write_bytes(end)
    assert fault_of(tmp_path / "a.zip") is PackageFault.TOO_LARGE


def test_what_is_shorter_than_an_archive_s_end_is_no_package(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK")
    assert fault_of(tmp_path / "a.zip") is PackageFault.NOT_A_PACKAGE


def test_a_folder_of_more_files_than_any_package_has_is_not_read(package, tmp_path, monkeypatch):
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "unpacked")
    monkeypatch.setattr(package_reader, "MAX_FILES", 3)
    assert fault_of(tmp_path / "unpacked") is PackageFault.TOO_LARGE


@pytest.mark.parametrize("name", ["a copy", "z copy"])
def test_a_folder_beside_the_originals_does_not_stand_in_for_them(package, tmp_path, name):
    """Else an altered photo would count as intact beside a copy of the real one."""
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    (folder / name).mkdir()
    photo = folder / "originals" / "0001.jpg"
    photo.rename(folder / name / photo.name)
    photo.write_bytes(b"another")
    assert fault_of(folder) is PackageFault.NOT_A_FILE


def test_a_list_longer_than_any_package_s_is_not_read(package, monkeypatch):
    with zipfile.ZipFile(package) as archive:
        longest = max(archive.getinfo(name).file_size for name in LISTS)
    monkeypatch.setattr(verification, "MAX_LIST_BYTES", longest)
    assert verify_package(package).findings == ()
    monkeypatch.setattr(verification, "MAX_LIST_BYTES", longest - 1)
    assert fault_of(package) is PackageFault.TOO_LARGE
