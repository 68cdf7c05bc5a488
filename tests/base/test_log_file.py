"""The files of the log on a disk that hangs, and at every end of the program."""

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from workstation.base import held_files, log, log_file

OWN = logging.getLogger("workstation.test")
UNREAD = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a file whose opening hangs: a FIFO")


@pytest.fixture
def started(tmp_path, caplog):  # noqa: ARG001  the log is judged here
    """Start a log in the folder of the test; closed at the end."""
    handlers = []

    def start():
        handlers.append(log.start(tmp_path))
        return handlers[-1]

    yield start
    for handler in handlers:
        if handler in log._open_logs:
            log.stop(handler)


@pytest.fixture
def hanging(tmp_path, started, monkeypatch):
    """A log whose file cannot be opened yet: call for what it holds when it could after all."""
    monkeypatch.setattr(log_file, "CLOSE_SECONDS", 20)
    disk = tmp_path / "disk"
    os.mkfifo(disk)
    monkeypatch.setattr(log_file, "_private", lambda _path, flags: os.open(disk, flags))
    handler = started()

    def let_go():
        with disk.open(encoding="utf-8") as file:
            if handler in log._open_logs:
                log.stop(handler)
            return file.read().splitlines()

    yield let_go
    if handler in log._open_logs:
        let_go()


def last_words(lines):
    return [line.rpartition(" ")[2] for line in lines]


@UNREAD
def test_who_logs_waits_for_no_disk_and_the_lines_come_in_order(hanging):
    words = [f"line-{number}" for number in range(50)]
    for word in words:
        OWN.info(word)
    assert last_words(hanging()) == words


@UNREAD
def test_a_pipe_in_its_place_holds_nobody_up_and_goes_with_the_log(tmp_path, started):
    """Nobody reads it, so that nothing can be written; a wipe would wait for ever."""
    os.mkfifo(tmp_path / log.FILE)
    handler = started()
    OWN.info("lost")
    beginning = threading.Thread(target=handler.begin_anew, daemon=True)
    beginning.start()
    beginning.join(20)
    assert not beginning.is_alive()
    OWN.info("after")
    log.stop(handler)
    assert last_words((tmp_path / log.FILE).read_text(encoding="utf-8").splitlines()) == ["after"]


@UNREAD
def test_what_a_disk_that_hangs_keeps_waiting_is_bounded_and_what_is_lost_is_counted(
    hanging, monkeypatch
):
    monkeypatch.setattr(log_file, "MAX_WAITING", 3)
    for number in range(10):
        OWN.info("line-%d", number)
    *written, missing = hanging()
    assert last_words(written) == [f"line-{number}" for number in range(len(written))]
    assert len(written) in (3, 4)  # one more if the thread had taken the first by then
    assert missing == f"  {10 - len(written)} lines are missing here: the disk was too slow"


@UNREAD
def test_the_end_of_the_log_waits_for_a_disk_that_hangs_no_longer_than_it_may(hanging, monkeypatch):
    handler = log._open_logs[-1]
    OWN.info("never-read")
    monkeypatch.setattr(log_file, "CLOSE_SECONDS", 0.01)
    log.stop(handler)
    logging.shutdown([lambda: handler])  # as Python does at the end
    assert handler not in log._open_logs
    assert last_words(hanging()) == ["never-read"]


def run(folder, code):
    """Log in a process of its own; what is in the file at its end."""
    program = (
        "import logging, os, signal, sys\n"
        "from workstation.base import log, log_file\n"
        f"log.start(__import__('pathlib').Path({str(folder)!r}))\n"
        "OWN = logging.getLogger('workstation.test')\n" + code
    )
    command = [sys.executable, "-c", program]
    subprocess.run(command, check=False, timeout=60, capture_output=True)  # noqa: S603 - its own
    return (folder / log.FILE).read_text(encoding="utf-8").splitlines()


def test_the_line_before_a_crash_is_in_the_file(tmp_path):
    """But for a disk that is slower than the patience, which this machine may be."""
    code = "log_file.PATIENCE_SECONDS = 20\nOWN.info('last')\nos.kill(os.getpid(), 9)\n"
    if sys.platform == "win32":
        code = code.replace("os.kill(os.getpid(), 9)", "os.abort()")
    assert last_words(run(tmp_path, code)) == ["last"]


@pytest.mark.parametrize(
    "end", ["sys.exit(3)", "raise LookupError", "logging.shutdown(); os._exit(3)"]
)
def test_no_end_of_the_program_loses_a_line(tmp_path, end):
    code = f"log_file.PATIENCE_SECONDS = 0\nfor n in range(500): OWN.info('line-%d', n)\n{end}\n"
    lines = run(tmp_path, code)
    assert last_words(lines[:500]) == [f"line-{number}" for number in range(500)]
    assert ("unhandled" in "".join(lines[500:])) == end.startswith("raise")


def test_a_line_of_half_a_character_does_not_end_the_log(tmp_path, started):
    handler = started()
    handler.handle(OWN.makeRecord(OWN.name, logging.INFO, "f.py", 1, "\ud800", (), None))
    OWN.info("a line that no longer fits, whatever a line ends with " + "x" * 200 + " afterwards")
    log.stop(handler)
    lines = (tmp_path / log.FILE).read_text(encoding="utf-8").splitlines()
    assert last_words(lines) == ["\\ud800", "afterwards"]


def test_what_goes_away_in_the_log_s_own_thread_may_log(tmp_path, started, monkeypatch):
    """As Python collects garbage in whichever thread: it does not wait for itself."""
    replace = held_files.replace

    def logging_replace(source, target):
        OWN.info("inside")
        replace(source, target)

    monkeypatch.setattr(log, "FILE_BYTES", 100)
    monkeypatch.setattr(log, "KEPT_FILES", 1)
    monkeypatch.setattr(log_file, "PATIENCE_SECONDS", 20)
    handler = started()
    OWN.info("first %s", "x" * 50)
    OWN.info("second, which turns the file over")
    monkeypatch.setattr(held_files, "replace", logging_replace)
    OWN.info("third, which turns it over again")
    handler.flush()
    monkeypatch.setattr(held_files, "replace", replace)
    log.stop(handler)
    assert "inside" in (tmp_path / log.FILE).read_text(encoding="utf-8")


def test_a_file_that_is_held_goes_on_to_twice_its_size_and_is_turned_over_later(
    tmp_path, started, monkeypatch
):
    replace, held = held_files.replace, threading.Event()

    def replace_unless_held(source, target):
        if held.is_set():
            raise PermissionError
        replace(source, target)

    monkeypatch.setattr(held_files, "replace", replace_unless_held)
    monkeypatch.setattr(log, "FILE_BYTES", 2000)
    monkeypatch.setattr(
        log_file, "CLOSE_SECONDS", 60
    )  # each line is tried, which is slow under Wine
    held.set()
    handler = started()
    for _ in range(100):
        OWN.info("a line of some length, again and again")
    handler.flush()
    assert 3800 < (tmp_path / log.FILE).stat().st_size <= 4000
    assert [file.name for file in tmp_path.iterdir()] == [log.FILE]
    held.clear()
    OWN.info("a line that no longer fits, whatever a line ends with " + "x" * 200 + " afterwards")
    log.stop(handler)
    assert sorted(file.name for file in tmp_path.iterdir()) == [log.FILE, f"{log.FILE}.1"]
    lines = (tmp_path / log.FILE).read_text(encoding="utf-8").splitlines()
    assert last_words(lines) == ["afterwards"]


def test_a_file_of_another_user_is_put_aside_and_the_log_goes_on(tmp_path, started, monkeypatch):
    """As after a run by ``sudo``; root itself is refused nothing, so the refusal is played."""
    (tmp_path / log.FILE).write_text("of root\n")
    theirs, really = (tmp_path / log.FILE).stat().st_ino, os.access

    def may(path, mode):
        return Path(path).stat().st_ino != theirs and really(path, mode)

    monkeypatch.setattr(os, "access", may)
    handler = started()
    OWN.info("line-1")
    log.stop(handler)
    assert last_words((tmp_path / log.FILE).read_text("utf-8").splitlines()) == ["line-1"]
    assert (tmp_path / f"{log.FILE}.1").read_text() == "of root\n"
