"""Which files the program writes in the window's thread: none, or the window waits for the disk."""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from workstation import log, paths

PRODUCT = str(Path(paths.__file__).parent)
CLINIC = str(Path(paths.__file__).parent / "clinic")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree"}
_watched: list[list[str] | None] = []


@pytest.fixture(autouse=True)
def no_writes() -> Iterator[None]:
    """Fail where the program wrote a file in the window's thread.

    Its log may: a line is written where it is logged, and nobody waits until the disk has it.
    """
    writes: list[str] = []
    if not _watched:
        sys.addaudithook(_note)  # for good: Python takes none away
    _watched[:] = [writes]
    yield
    _watched[:] = [None]
    assert not writes


def _note(event: str, arguments: tuple) -> None:
    if _watched == [None] or threading.current_thread() is not threading.main_thread():
        return
    opens = event == "open" and (arguments[2] or 0) & WRITING and log.FILE not in str(arguments[0])
    line = _line_of_program() if opens or event in CHANGES else ""
    if line and (writes := _watched[0]) is not None:
        writes.append(f"{event} by {line}")


def _line_of_program() -> str:
    """The innermost line of the program; empty if there is none, or where a clinic is started."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and not frame.f_code.co_filename.startswith(PRODUCT):
        frame = frame.f_back
    if frame is None or frame.f_code.co_filename.startswith(CLINIC):
        return ""
    return f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"
