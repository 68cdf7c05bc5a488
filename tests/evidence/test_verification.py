"""A package that was changed, or made to do harm: one clear outcome each."""

import io
import os
import stat
import struct
import sys
import zipfile

import pytest

from tests.evidence.samples import write_package
from workstation.domain.evidence import PackageFault, PackageFinding, PackageVerdict
from workstation.evidence import verification
from workstation.evidence.contents import (
    MAX_FILES,
    is_expected_name,
    list_hashes,
    original_name,
    read_hashes,
)
from workstation.evidence.verification import verify_package

Fault = PackageFault
NAMES = [
    "originals/0001.jpg",
    "originals/0002.amr",
    "consultation.fhir.json",
    "files.sha256",
    "record.pdf",
    "package.sha256",
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The bytes of a package as it was exported."""
    path = tmp_path_factory.mktemp("package") / "a.zip"
    write_package(path)
    return path.read_bytes()


@pytest.fixture
def folder(whole, tmp_path):
    """The same, unpacked."""
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        package.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


def files_of(whole):
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        return {name: package.read(name) for name in package.namelist()}


def pack(path, files, **how):
    """An archive of these names and contents, also several under one name."""
    with zipfile.ZipFile(path, "w", **how) as package:
        for name, content in files:
            entry = zipfile.ZipInfo(name) if isinstance(name, str) else name
            entry.filename = entry.orig_filename  # Windows would write another one
            package.writestr(entry, content)
    return path


def faults_of(path):
    return [(finding.fault, finding.name) for finding in verify_package(path).findings]


def test_what_was_exported_is_intact_as_archive_and_as_folder(whole, folder, tmp_path):
    (tmp_path / "b.zip").write_bytes(whole)
    archive, unpacked = verify_package(tmp_path / "b.zip"), verify_package(folder)
    assert archive.verdict is PackageVerdict.INTACT
    assert archive == unpacked
    assert archive.count == len(NAMES) - 1
    assert [*files_of(whole)] == NAMES


def test_the_fingerprint_is_told_when_it_is_written_and_when_it_is_looked_at(tmp_path):
    fingerprint = write_package(tmp_path / "a.zip")
    assert verify_package(tmp_path / "a.zip").fingerprint == fingerprint
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_was_altered_is_named(folder, name):
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert verify_package(folder).verdict is PackageVerdict.CHANGED
    assert (Fault.ALTERED, name) in faults_of(folder)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_was_altered_inside_of_an_archive_is_named(whole, tmp_path, name):
    """Its checksum does not fit, so the library reads it to its end and no further."""
    content = files_of(whole)[name]
    broken = whole.replace(content, content[:-1] + bytes([content[-1] ^ 1]))
    assert broken != whole
    (tmp_path / "a.zip").write_bytes(broken)
    report = verify_package(tmp_path / "a.zip")
    assert report.verdict is PackageVerdict.CHANGED
    assert (Fault.ALTERED, name) in faults_of(tmp_path / "a.zip")


@pytest.mark.parametrize("name", NAMES[:-1])
def test_a_file_that_is_missing_is_named(folder, name):
    (folder / name).unlink()
    assert faults_of(folder) == [(Fault.MISSING, name)]


@pytest.mark.parametrize("name", ["note.txt", "originals/0003.jpg"])
def test_a_file_that_was_added_is_named(folder, name):
    (folder / name).write_bytes(b"more")
    assert faults_of(folder) == [(Fault.ADDED, name)]


def test_a_file_added_beside_an_altered_list_is_named(folder):
    (folder / "files.sha256").write_bytes(b"rubbish")
    (folder / "note.txt").write_bytes(b"more")
    assert faults_of(folder) == [(Fault.ALTERED, "files.sha256"), (Fault.ADDED, "note.txt")]


def test_lists_made_anew_do_not_fit_the_printed_number(folder):
    (folder / NAMES[0]).write_bytes(b"another")
    hashes = read_hashes((folder / "files.sha256").read_bytes())
    hashes[NAMES[0]] = verification.hash_of(b"another")
    files = "".join(f"{value}  {name}\n" for name, value in hashes.items()).encode()
    (folder / "files.sha256").write_bytes(files)
    outer = read_hashes((folder / "package.sha256").read_bytes())
    outer["files.sha256"] = verification.hash_of(files)
    content = "".join(f"{value}  {name}\n" for name, value in outer.items()).encode()
    (folder / "package.sha256").write_bytes(content)
    assert faults_of(folder) == [(Fault.MARK_DIFFERS, "record.pdf")]


def test_a_list_that_takes_in_what_no_package_has_is_altered(folder):
    """Else whoever adds a file would only have to name it."""
    (folder / "note.txt").write_bytes(b"more")
    with (folder / "files.sha256").open("ab") as files:
        files.write(f"{verification.hash_of(b'more')}  note.txt\n".encode())
    assert (Fault.ADDED, "note.txt") in faults_of(folder)


def test_a_file_in_both_lists_is_an_altered_list(folder):
    """Else one of two hashes would be passed over."""
    with (folder / "package.sha256").open("ab") as files:
        files.write(f"{verification.hash_of(b'another')}  {NAMES[0]}\n".encode())
    assert (Fault.ALTERED, "files.sha256") in faults_of(folder)


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/x", "a/../../x", "C:\\x", "a\\b", "C:x", "originals//x", "x\x1b[2J"],
)
def test_a_name_that_leads_out_ends_the_look(whole, tmp_path, name):
    path = pack(tmp_path / "a.zip", [*files_of(whole).items(), (name, b"x")])
    assert verify_package(path).findings == (PackageFinding(Fault.UNSAFE_NAME, name),)
    assert verify_package(path).verdict is PackageVerdict.UNUSABLE


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_end_the_look(whole, tmp_path):
    path = pack(tmp_path / "a.zip", [*files_of(whole).items(), ("record.pdf", b"other")])
    assert faults_of(path) == [(Fault.NAMED_TWICE, "record.pdf")]


def test_a_link_in_an_archive_ends_the_look(whole, tmp_path):
    link = zipfile.ZipInfo("originals/0003.jpg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = pack(tmp_path / "a.zip", [*files_of(whole).items(), (link, b"/etc/passwd")])
    assert faults_of(path) == [(Fault.NOT_A_FILE, link.filename)]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
@pytest.mark.parametrize("make", [os.symlink, lambda _target, path: os.mkfifo(path)])
def test_what_is_no_file_in_a_folder_ends_the_look(folder, make):
    make("/etc/passwd", folder / "originals" / "0003.jpg")
    assert faults_of(folder) == [(Fault.NOT_A_FILE, "originals/0003.jpg")]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_folder_that_leads_elsewhere_is_not_entered(folder):
    (folder / "originals").rename(folder.parent / "elsewhere")
    (folder / "originals").symlink_to(folder.parent / "elsewhere")
    assert faults_of(folder) == [(Fault.NOT_A_FILE, "originals")]


def test_a_bomb_is_not_unpacked(whole, tmp_path):
    name = "originals/0003.jpg"
    path = pack(tmp_path / "a.zip", [*files_of(whole).items(), (deflated(name), bytes(9_000_000))])
    assert path.stat().st_size < 100_000
    assert faults_of(path) == [(Fault.REPACKED, name)]


def deflated(name):
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def test_an_archive_that_was_packed_again_says_to_unpack_it(whole, tmp_path):
    files = [(deflated(name), content) for name, content in files_of(whole).items()]
    path = pack(tmp_path / "a.zip", files)
    assert faults_of(path) == [(Fault.REPACKED, NAMES[0])]


def test_folders_in_an_archive_are_of_another_program(whole, tmp_path):
    path = pack(tmp_path / "a.zip", [("originals/", b""), *files_of(whole).items()])
    assert faults_of(path) == [(Fault.REPACKED, "originals/")]


@pytest.mark.skipif(sys.platform == "win32", reason="there are none in a folder there")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert faults_of(tmp_path / "pipe") == [(Fault.UNREADABLE, "")]


def test_many_originals_have_longer_numbers():
    assert is_expected_name(original_name(10_000, "jpg"))


@pytest.mark.parametrize("place", ["before", "behind", "between"])
def test_bytes_that_belong_to_no_file_are_noticed(whole, tmp_path, place):
    match place:
        case "before":
            changed = b"#!/bin/sh\n" + whole
        case "behind":
            changed = whole + b"more"
        case _:
            start = struct.unpack("<L", whole[-6:-2])[0]
            changed = whole[:start] + b"hidden" + whole[start:-6]
            changed += struct.pack("<L", start + 6) + whole[-2:]
    (tmp_path / "a.zip").write_bytes(changed)
    report = verify_package(tmp_path / "a.zip")
    assert report.verdict is PackageVerdict.UNUSABLE


def test_entries_that_share_their_bytes_are_noticed(whole, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        for name, content in files_of(whole).items():
            package.writestr(zipfile.ZipInfo(name), content)
        twin = zipfile.ZipInfo("originals/0003.jpg")
        first = package.infolist()[0]
        twin.header_offset, twin.CRC = first.header_offset, first.CRC
        twin.file_size = twin.compress_size = first.file_size
        package.filelist.append(twin)
    assert faults_of(tmp_path / "a.zip")[0][0] is Fault.REPACKED


@pytest.mark.parametrize("cut", [0, 1, 21, 60, 2_000])
def test_a_part_of_an_archive_is_no_package(whole, tmp_path, cut):
    (tmp_path / "a.zip").write_bytes(whole[:cut])
    assert verify_package(tmp_path / "a.zip").verdict is PackageVerdict.UNUSABLE


def test_any_bit_of_an_archive_that_flips_is_noticed(whole, tmp_path):
    """Each of the directory's bytes, and some of the files'."""
    start = struct.unpack("<L", whole[-6:-2])[0]
    for place in [*range(0, start, 997), *range(start, len(whole), 7)]:
        changed = bytearray(whole)
        changed[place] ^= 0x10
        (tmp_path / "a.zip").write_bytes(changed)
        report = verify_package(tmp_path / "a.zip")
        assert report.verdict is not PackageVerdict.INTACT or is_of_no_weight(whole, changed), place


def is_of_no_weight(whole, changed):
    """Times and systems of entries, which say nothing of the files, may differ."""
    return files_of(whole) == files_of(bytes(changed))


def test_other_files_are_no_packages(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 " * 100)
    (tmp_path / "empty").mkdir()
    assert faults_of(tmp_path / "a.pdf") == [(Fault.NOT_A_PACKAGE, "")]
    assert faults_of(tmp_path / "empty") == [(Fault.NOT_A_PACKAGE, "")]
    assert faults_of(tmp_path / "gone") == [(Fault.UNREADABLE, "")]


def test_more_files_than_any_package_has_are_not_read(tmp_path):
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, MAX_FILES + 1, MAX_FILES + 1, 0, 0, 0)
    (tmp_path / "a.zip").write_bytes(end)
    assert faults_of(tmp_path / "a.zip") == [(Fault.TOO_LARGE, "")]


@pytest.mark.parametrize("content", [b"", b"x", b"\xff", b"0" * 64 + b"  a b\n", b"0  a\n"])
def test_what_is_no_list_is_refused(content):
    with pytest.raises(ValueError, match=r".+"):
        read_hashes(content)


def test_a_list_is_read_as_it_was_written():
    assert read_hashes(list_hashes(()) or b"0" * 64 + b"  a\n") == {"a": "0" * 64}
