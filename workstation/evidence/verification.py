"""Says whether anything of a package was changed since it was written, and what.

The lists inside can be written anew by whoever rewrites all of it: then every hash fits. What tells
is the fingerprint, which the audit log of the exporting computer holds, and the number printed in
the record where there is a copy on paper.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from workstation.domain.evidence import PackageFault, PackageFinding, PackageReport
from workstation.evidence.contents import (
    DATA,
    FILES_LIST,
    LISTS,
    MARK_PREFIX,
    MAX_LIST_BYTES,
    PACKAGE_LIST,
    RECORD,
    hash_of,
    is_expected_name,
    read_hashes,
)
from workstation.evidence.package_reader import BROKEN, Opener, UnusablePackageError, open_package

PIECE_BYTES = 1024 * 1024
METADATA_WITHIN = 64 * 1024
"""Bytes from the record's start that hold its metadata, which PDF/A-1 leaves uncompressed."""

Files = Mapping[str, Opener]


def verify_package(path: Path) -> PackageReport:
    """Look at a package, an archive or the folder it was unpacked to; blocking."""
    try:
        with open_package(path) as files:
            return _verify(files)
    except UnusablePackageError as error:
        return PackageReport((PackageFinding(error.fault, error.name),))


def _verify(files: Files) -> PackageReport:
    if PACKAGE_LIST not in files or not files.keys() & {RECORD, FILES_LIST, DATA}:
        raise UnusablePackageError(PackageFault.NOT_A_PACKAGE)
    package_list = _read_list(files, PACKAGE_LIST)
    files_list = _read_list(files, FILES_LIST) if FILES_LIST in files else b""
    expected, findings = _expected(package_list, files_list)
    # What a broken list may have named is not said to have been added.
    named = is_expected_name if findings or FILES_LIST not in files else LISTS.__contains__
    findings += [
        PackageFinding(PackageFault.ADDED, name)
        for name in files
        if name not in expected and not named(name)
    ]
    for name, listed in expected.items():
        if fault := _compare(files, name, listed):
            findings.append(PackageFinding(fault, name))
    if not any(finding.name in {RECORD, *LISTS} for finding in findings):
        findings += _compare_mark(files, files_list)
    findings = sorted(dict.fromkeys(findings), key=lambda finding: finding.name)
    return PackageReport(tuple(findings), hash_of(package_list), len(expected))


def _expected(
    package_list: bytes, files_list: bytes
) -> tuple[dict[str, str], list[PackageFinding]]:
    """Hash by name of all that belongs in; a list that is none was altered."""
    expected: dict[str, str] = {}
    findings: list[PackageFinding] = []
    lists = ((PACKAGE_LIST, package_list, {RECORD, FILES_LIST}), (FILES_LIST, files_list, {DATA}))
    for name, content, required in lists:
        try:
            hashes = read_hashes(content)
        except ValueError:
            hashes = {}
        is_sound = hashes.keys() >= required and all(map(is_expected_name, hashes))
        if is_sound and not hashes.keys() & expected.keys():
            expected |= hashes
        elif content:
            findings.append(PackageFinding(PackageFault.ALTERED, name))
    return expected, findings


def _compare(files: Files, name: str, listed: str) -> PackageFault | None:
    if name not in files:
        return PackageFault.MISSING
    hashed = hashlib.sha256()
    try:
        for piece in _pieces(files[name]):
            hashed.update(piece)
    except BROKEN:
        return PackageFault.ALTERED
    return None if hashed.hexdigest() == listed else PackageFault.ALTERED


def _compare_mark(files: Files, files_list: bytes) -> Iterator[PackageFinding]:
    """Compare the mark of the record: it was made for this list and no other."""
    with closing(files[RECORD]()) as file:
        head = file.read(METADATA_WITHIN)
    if MARK_PREFIX + hash_of(files_list).encode() not in head:
        yield PackageFinding(PackageFault.MARK_DIFFERS, RECORD)


def _read_list(files: Files, name: str) -> bytes:
    try:
        with closing(files[name]()) as file:
            content = file.read(MAX_LIST_BYTES + 1)
    except BROKEN:
        return b"\0"
    if len(content) > MAX_LIST_BYTES:
        raise UnusablePackageError(PackageFault.TOO_LARGE, name)
    return content


def _pieces(open_file: Opener) -> Iterator[bytes]:
    with closing(open_file()) as file:
        while piece := file.read(PIECE_BYTES):
            yield piece
