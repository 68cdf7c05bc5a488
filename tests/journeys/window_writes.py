"""Which files the program writes in the window's thread: none, or the window waits for the disk.

Nor does it read those there that a sign-in needs. What it was installed with it may read.
"""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

import workstation
from workstation.base import log
from workstation.services.last_sign_in import LAST_FILE
from workstation.vault.keys import try_counter

PRODUCT = Path(workstation.__file__).parent.as_posix()
ELSEWHERE = tuple(f"{PRODUCT}/{each}/" for each in ("clinic", "updates/publishing"))
"""What a journey calls in place of another computer: the clinic, and IT's command."""
LOOP = "/ui/shell/window_loop.py"
"""Runs what tests do in the window's thread, too."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
READ_ELSEWHERE = (LAST_FILE, try_counter.NAME)
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree"}
_watched: list[list[str] | None] = []


@pytest.fixture(autouse=True)
def no_writes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail where the program used a file in the window's thread; its log begins one often."""
    monkeypatch.setattr(log, "FILE_BYTES", 200)
    monkeypatch.setattr(log, "KEPT_FILES", 100)
    writes: list[str] = []
    if not _watched:
        sys.addaudithook(_note)  # for good: Python takes none away
    _watched[:] = [writes]
    yield
    _watched[:] = [None]
    assert not writes, f"in the window's thread: {writes}"


def _note(event: str, arguments: tuple) -> None:
    if _watched == [None] or threading.current_thread() is not threading.main_thread():
        return
    opens = (
        event == "open"
        and arguments[0] != os.devnull
        and ((arguments[2] or 0) & WRITING or str(arguments[0]).endswith(READ_ELSEWHERE))
    )
    lines = _lines_of_program() if opens or event in CHANGES else ""
    if lines and (writes := _watched[0]) is not None:
        writes.append(f"{event} by {lines}")


def _lines_of_program() -> str:
    """The lines of the program, innermost first; none for the work of what is elsewhere."""
    lines: list[str] = []
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        file = Path(frame.f_code.co_filename).as_posix()
        if file.startswith(ELSEWHERE):
            return ""
        if file.startswith(PRODUCT) and not file.endswith(LOOP):
            lines.append(f"{file.removeprefix(PRODUCT)}:{frame.f_lineno}")
        frame = frame.f_back
    return " < ".join(lines)
