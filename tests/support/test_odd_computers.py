"""Computers as they are: names of every kind, long paths, gone shares, no console, odd zones."""

import contextlib
import errno
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.vault.people import KEY, furnish
from workstation.base import log
from workstation.base.atomic_write import write_atomically
from workstation.base.paths import Folders
from workstation.base.process_environment import has_descriptors
from workstation.domain.errors import StorageError
from workstation.domain.message import MessageKind
from workstation.settings.resolve import load
from workstation.ui.shell.running_lock import LockOutcome, RunningLock
from workstation.vault.database import Vault
from workstation.vault.engine.opening import open_database
from workstation.vault.unsent import outbox

HELD_SECONDS = 0.3
USERS = ("王医生", "Dr Wang", "O'Neil & Co", "张🩺", "%TEMP%")
LONG = "/".join(["a folder of a doctor who sorts things well"] * 7)
NO_CONSOLE = """
import sys
sys.stdout = sys.stderr = None
from workstation.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
NO_STREAMS = """
import os, sys
from workstation.__main__ import main
try:
    main(["--version"])
except SystemExit:
    nowhere = os.stat(os.devnull).st_rdev
    with open(sys.argv[1], "w") as file:
        streams = [os.fstat(number).st_rdev == nowhere for number in range(3)]
        file.write(f"{streams} {file.fileno() > 2}")
"""
ZONE = """
import ctypes, datetime, sys
from workstation.base.process_environment import use_system_zone
use_system_zone()
class Time(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint16) for name in "y m w d hour minute second ms".split()]
there, here = Time(), Time()
ctypes.windll.kernel32.GetSystemTime(ctypes.byref(there))
ctypes.windll.kernel32.GetLocalTime(ctypes.byref(here))
windows = (here.hour * 60 + here.minute - there.hour * 60 - there.minute) % 1440
ours = datetime.datetime.now().astimezone().utcoffset().total_seconds() // 60 % 1440
sys.exit(int(min((windows - ours) % 1440, (ours - windows) % 1440) > 1))
"""


def work_in(folders):
    """Use settings, log, database and lock of a profile, as a program from start to end does."""
    folders.prepare()
    write_atomically(folders.config / "settings.json", b'{"ui.language": "en"}')
    assert load(folders).settings.language == "en"
    handler = log.start(folders.logs)
    logging.getLogger("workstation").info("started")
    log.stop(handler)
    assert any(folders.logs.iterdir())
    database = folders.data / "vault.db"
    Vault.open(database, KEY).close()
    for words in ("kept", "kept as well"):
        connection = open_database(database, KEY)
        furnish(connection)
        outbox.add(connection, 7, words, MessageKind.TEXT, words, 1)
        connection.close()
    lock = RunningLock(folders.data)
    assert lock.take() is LockOutcome.TAKEN
    lock.release()


@pytest.mark.parametrize("user", [*USERS, LONG], ids=[*USERS, "300 characters"])
def test_a_profile_works_whatever_its_path_is(tmp_path, user):
    work_in(Folders.of_profile(tmp_path / user / "DoctorWorkstation"))


@contextlib.contextmanager
def a_scanner(folder):
    """Opens every file as soon as it is there and holds it, as an antivirus does; what it held.

    On Windows a file that somebody reads can neither be replaced nor removed.
    """
    held, over = set(), threading.Event()

    def scan():
        while not over.is_set():
            for path in [path for path in folder.rglob("*") if path not in held]:
                with contextlib.suppress(OSError), path.open("rb"):
                    held.add(path)
                    over.wait(HELD_SECONDS)
            over.wait(0.001)

    thread = threading.Thread(target=scan)
    thread.start()
    yield held
    over.set()
    thread.join()


def test_a_scanner_that_holds_each_file_for_a_moment_is_not_noticed(tmp_path):
    with a_scanner(tmp_path) as held:
        work_in(Folders.of_profile(tmp_path))
    assert held


def test_a_folder_in_which_nobody_may_make_files_is_a_sentence_at_once(tmp_path, monkeypatch):
    """As of a redirected ``%LOCALAPPDATA%``, which a list of rights and no attribute protects."""

    def refuse(_path, *_flags):
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StorageError, match="Access is denied"):
        write_atomically(tmp_path / "settings.json", b"{}")


@pytest.mark.parametrize("code", [53, 64, 67, 121])
def test_a_share_that_went_away_is_a_sentence_at_once(tmp_path, monkeypatch, code):
    """ERROR_BAD_NETPATH, NETNAME_DELETED, BAD_NET_NAME, SEM_TIMEOUT of winerror.h."""

    def gone(_source, _target):
        error = OSError(22, "The network name is no longer available")
        error.winerror = code
        raise error

    monkeypatch.setattr(Path, "replace", gone)
    with pytest.raises(StorageError, match="no longer available"):
        write_atomically(tmp_path / "settings.json", b"{}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "win32", reason="shares have such names on Windows alone")
def test_a_profile_on_a_share_that_is_not_there_is_a_sentence():
    local = r"\\127.0.0.1\no-such-share\AppData"
    with pytest.raises(StorageError):
        Folders.of_user("win32", {"LOCALAPPDATA": local}).prepare()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--version"], 0),
        (["--unknown"], 2),
        (["--profile", "{}", "--diagnostics", "{}/papers.zip"], 0),
    ],
)
def test_a_console_that_is_none_gets_an_exit_status(tmp_path, arguments, status):
    """As of the windowed program on Windows."""
    words = [word.format(tmp_path) for word in arguments]
    command = [sys.executable, "-c", NO_CONSOLE, *words]
    done = subprocess.run(  # noqa: S603 - this very Python
        command, check=False, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert done.returncode == status


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes streams")
def test_no_file_takes_the_number_of_a_stream_that_is_closed(tmp_path):
    """What a library writes to standard error would stand in the middle of it."""
    answer = tmp_path / "answer"
    command = [sys.executable, "-c", NO_STREAMS, str(answer)]
    closed = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *command]
    subprocess.run(closed, check=True, timeout=60)  # noqa: S603 - this very Python
    assert answer.read_text() == "[True, True, True] True"


@pytest.mark.skipif(sys.platform != "win32", reason="the C library of Windows reads TZ its own way")
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "XYZ-5", "nonsense"])
def test_times_are_windows_own_whatever_tz_says(zone):
    done = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-c", ZONE], check=False, env={**os.environ, "TZ": zone}
    )
    assert done.returncode == 0


@pytest.mark.parametrize(("left", "are_there"), [(2, False), (3, True)])
def test_file_descriptors_are_counted_and_given_back(monkeypatch, left, are_there):
    open_file, close, opened = os.open, os.close, []

    def open_one_of_few(*given):
        if len(opened) == left:
            raise OSError(errno.EMFILE, "too many open files")
        opened.append(open_file(*given))
        return opened[-1]

    closed = []
    monkeypatch.setattr(os, "open", open_one_of_few)
    monkeypatch.setattr(os, "close", lambda number: (closed.append(number), close(number)))
    assert has_descriptors(3) is are_there
    assert closed == opened
