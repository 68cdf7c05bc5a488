"""The program started again while it runs, or while it is still starting."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.shell.first_copy import FIRST_COPY
from workstation.base.paths import Folders
from workstation.ui.shell.running_lock import RunningLock

PATIENCE = 60.0
Start = Callable[[list[str]], "subprocess.Popen[str]"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the offscreen platform is Linux's")


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a program, which ends with the test."""
    programs: list[subprocess.Popen[str]] = []
    environment, pipe = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}, subprocess.PIPE

    def begin(arguments: list[str]) -> "subprocess.Popen[str]":
        command = [sys.executable, *arguments]
        program = subprocess.Popen(  # noqa: S603
            command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment, text=True
        )
        programs.append(program)
        return program

    yield begin
    for program in programs:
        program.kill()
        program.communicate(timeout=PATIENCE)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A doctor's folder, in which the program was before."""
    Folders.of_profile(tmp_path).prepare()
    return tmp_path


def next_word(program: "subprocess.Popen[str]") -> str:
    """What it says next on its standard output."""
    assert program.stdout is not None
    return program.stdout.readline().strip()


def test_the_program_started_twice_ends_the_second_time(start: Start, profile: Path) -> None:
    """While a copy holds the profile, the program started on it says nothing and ends."""
    first = start(["-c", FIRST_COPY, str(Folders.of_profile(profile).data)])
    assert next_word(first) == "held"
    second = start(["-m", "workstation", "--profile", str(profile)])
    assert second.communicate(timeout=PATIENCE)[0] == ""
    assert second.returncode == 0
    assert next_word(first) == "called"


def test_a_second_start_ends_by_itself_once_a_slow_first_one_answers(
    start: Start, profile: Path
) -> None:
    """On a slow computer the doctor clicks the icon twice.

    A window that said that the first "does not respond" lay over that for good.
    """
    first = start(["-c", FIRST_COPY, str(Folders.of_profile(profile).data), "busy"])
    assert next_word(first) == "held"
    second = start(["-m", "workstation", "--profile", str(profile)])
    assert second.stderr is not None
    assert second.stderr.readline(), "it says that the first does not answer"
    assert first.stdin is not None
    first.stdin.write("\n")
    first.stdin.flush()
    assert second.wait(PATIENCE) == 0
    assert next_word(first) == "called"


def test_a_second_start_goes_on_once_a_first_one_that_takes_long_to_end_has_ended(
    start: Start, profile: Path, qtbot: QtBot
) -> None:
    """A slow disk at the end: a doctor who opened the program again had to do so once more."""
    data = Folders.of_profile(profile).data
    first = start(["-c", FIRST_COPY, str(data), "busy"])
    assert next_word(first) == "held"
    second = start(["-m", "workstation", "--profile", str(profile)])
    assert second.stderr is not None
    assert second.stderr.readline(), "it says that the first does not answer"
    first.kill()
    first.wait(PATIENCE)
    holder = RunningLock(data).holder
    qtbot.waitUntil(lambda: holder().process == second.pid, timeout=int(PATIENCE * 1000))
    third = start(["-m", "workstation", "--profile", str(profile)])
    assert third.wait(PATIENCE) == 0, "the second has a window by now, and answers"
    assert second.poll() is None
