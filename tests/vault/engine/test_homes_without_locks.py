"""A home on a share that takes files and cannot carry the store."""

import errno
import sys

import apsw
import pytest

from workstation.base.log import redact
from workstation.domain.errors import DatabaseBusy, FolderNotWritable, StorageError
from workstation.vault import faults
from workstation.vault.engine import opening
from workstation.vault.engine.file_locks import has_locks
from workstation.vault.engine.opening import VAULT_FILE, open_database
from workstation.vault.engine.trial import try_store

KEY = bytes(range(32))


def _busy(*_given):
    """What the library says of a file that it cannot lock, for whatever reason."""
    raise apsw.BusyError


def test_a_file_system_without_locks_is_no_busy_database(tmp_path, monkeypatch):
    """Nobody else has it open: to close another program would change nothing."""
    monkeypatch.setattr(opening, "_connect", _busy)
    monkeypatch.setattr(opening, "has_locks", lambda _folder: False)
    with pytest.raises(StorageError, match="no file locks") as refusal:
        open_database(tmp_path / VAULT_FILE, KEY)
    assert not isinstance(refusal.value, DatabaseBusy)


@pytest.mark.skipif(sys.platform == "win32", reason="every file system of Windows has them")
def test_a_folder_s_locks_are_tried_on_a_file_of_its_own(tmp_path, monkeypatch):
    import fcntl

    def no_locks(*_given):
        raise OSError(errno.ENOLCK, "No locks available")

    assert has_locks(tmp_path)
    monkeypatch.setattr(fcntl, "lockf", no_locks)
    assert not has_locks(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_database_that_another_program_holds_is_busy(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "_connect", _busy)
    with pytest.raises(DatabaseBusy):
        open_database(tmp_path / VAULT_FILE, KEY)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="its paths may be longer")
def test_a_path_that_is_too_long_for_the_library_is_called_so(tmp_path):
    """Three bytes a Chinese character: “no file locks” would send people to their share."""
    folder = tmp_path / ("医" * 80) / ("院" * 80)
    folder.mkdir(parents=True)
    with pytest.raises(FolderNotWritable) as refused:
        try_store(folder)
    assert refused.value.detail == "its path is longer than 512 bytes"


def test_a_trial_leaves_nothing_behind(tmp_path):
    try_store(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_trial_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "_connect", _busy)
    with pytest.raises(StorageError):
        try_store(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "make",
    [
        lambda: faults.translate(apsw.IOError(), "open"),
        lambda: faults.storage_fault(OSError(errno.EIO, "broken"), "write"),
        lambda: StorageError("not a vault", call="migrate"),
    ],
)
def test_the_log_may_name_the_step_that_failed(make):
    """It is a word of ours; “<text of 4>” told nobody that a store did not open."""
    error = make()
    assert redact(error) == f"storage {error.call} {error.detail}"
