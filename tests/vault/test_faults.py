"""Failures of the database and the disk get their names in the error tree."""

import errno

import apsw
import pytest

from workstation.domain.errors import (
    DatabaseBusy,
    DatabaseCorrupt,
    DiskFull,
    StorageError,
    WrongKey,
)
from workstation.vault.faults import storage_fault, translate, translated_faults


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (apsw.FullError, DiskFull),
        (apsw.CorruptError, DatabaseCorrupt),
        (apsw.NotADBError, WrongKey),
        (apsw.BusyError, DatabaseBusy),
        (apsw.LockedError, DatabaseBusy),
        (apsw.IOError, StorageError),
        (apsw.CantOpenError, StorageError),
        (apsw.SQLError, StorageError),
    ],
)
def test_each_has_its_name_and_repeats_no_text(theirs, ours):
    fault = translate(theirs("UNIQUE failed: 王秀英"), "write")
    assert type(fault) is ours
    assert "王秀英" not in f"{fault!r} {fault} {fault.detail}"


def test_what_is_raised_drags_no_text_along():
    with pytest.raises(DiskFull) as caught, translated_faults("write"):
        raise apsw.FullError("王秀英")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_file_system_is_a_full_disk(number):
    assert type(storage_fault(OSError(number, "x"), "open")) is DiskFull


def test_a_database_that_cannot_be_opened_is_not_called_full_where_files_are_taken(tmp_path):
    assert type(translate(apsw.CantOpenError(), "open", folder=tmp_path)) is StorageError
    assert not list(tmp_path.iterdir())
    gone = tmp_path / "gone"
    assert type(translate(apsw.CantOpenError(), "open", folder=gone)) is StorageError


def test_other_failures_of_the_file_system_are_not():
    assert type(storage_fault(PermissionError(errno.EACCES, "/home/王"), "open")) is StorageError
    assert "王" not in repr(storage_fault(PermissionError(errno.EACCES, "/home/王"), "open"))
