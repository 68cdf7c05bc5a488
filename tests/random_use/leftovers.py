"""What may not be left: a patient's words where nobody is signed in, and anything after the end."""

import asyncio
import contextlib
import gc
import sys
import threading
import time
import traceback
import weakref
from collections import deque
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import CoroutineType, FunctionType, MethodType, ModuleType
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.journeys.conftest import Work
from tests.random_use import tokens
from workstation.program.program import Program
from workstation.ui.shell.window import ShellWindow

READABLE = (
    "text",
    "toPlainText",
    "windowTitle",
    "toolTip",
    "accessibleName",
    "accessibleDescription",
)
CALLABLES = FunctionType, MethodType, partial
ROOTS = ModuleType, type, asyncio.Task, CoroutineType, ShellWindow, Program
MAX_HOLDERS, MAX_WAYS = 6000, 6
MAX_SEARCH_SECONDS = 60.0
QT_REFERENCES = 5
"""Two of a connection, and three of those that ask."""
POOL = "asyncio"
"""The loop's own threads, which end with the loop."""


class SignInsOfARun:
    """Each sign-in's session and window, to be gone once another is there."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._made: list[weakref.ref[Any]] = []

    def note(self) -> None:
        """Remember who works now."""
        current = self._work.program.current
        parts = [] if current is None else [current.session, current.main_window]
        for part in parts:
            if part is not None and all(each() is not part for each in self._made):
                self._made.append(weakref.ref(part))

    async def left(self) -> list[str]:
        """What is still there of those before the last one."""
        for _ in range(3):
            await asyncio.sleep(0.05)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        alive = [part for each in self._made[:-2] if (part := each()) is not None]
        names = [type(each).__name__ for each in alive]
        return [f"{names} of an earlier sign-in, by {_holders(alive)}"] if alive else []


def _holders(parts: list[Any]) -> list[str]:
    """The shortest ways from the program, a module, a class or a task; what Qt holds besides.

    A callable that more refer to than the collector knows is connected to something of Qt's.
    """
    leads_to: dict[int, Any] = {id(each): None for each in parts}
    waiting, passed, ways = deque(parts), [], []
    running = {id(frame) for frame, _ in traceback.walk_stack(None)}  # others are of an error
    end = time.monotonic() + MAX_SEARCH_SECONDS  # each step goes over all that there is
    while waiting and len(passed) < MAX_HOLDERS and time.monotonic() < end:
        part = waiting.popleft()
        for holder in gc.get_referrers(part):
            is_own = any(holder is own for own in (parts, waiting, passed, leads_to))
            if is_own or id(holder) in leads_to or id(holder) in running:
                continue
            leads_to[id(holder)] = part
            passed.append(holder)
            if isinstance(holder, ROOTS):
                ways.append(" > ".join(_describe(each) for each in _way(holder, leads_to)))
            else:
                waiting.append(holder)
    outside = [each for each in passed if isinstance(each, CALLABLES) and _is_held_by_qt(each)]
    return [*ways[:MAX_WAYS], *map(_describe, outside)]


def _way(holder: object, leads_to: dict[int, Any]) -> Iterator[object]:
    part: object | None = holder
    while part is not None:
        yield part
        part = leads_to[id(part)]


def _is_held_by_qt(part: object) -> bool:
    return sys.getrefcount(part) - len(gc.get_referrers(part)) >= QT_REFERENCES


def _describe(part: object) -> str:
    inner = getattr(part, "func", part)
    return f"{type(part).__name__} {getattr(inner, '__qualname__', '')}".strip()


def words_in_sight() -> set[str]:
    """What can be read anywhere on the screen, or by a screen reader, that is a patient's."""
    visible = (each for each in QApplication.allWidgets() if each.isVisible())
    return {token for each in visible for text in _texts(each) for token in tokens.in_text(text)}


def _texts(widget: QWidget) -> Iterator[str]:
    for name in READABLE:
        value = getattr(widget, name, "")
        with contextlib.suppress(TypeError):
            value = value() if callable(value) else value
        if isinstance(value, str):
            yield value


def left_in_process(folder: Path) -> list[str]:
    """Threads, tasks, children and files that outlive the program."""
    threads = [
        f"thread {each.name}"
        for each in threading.enumerate()
        if each is not threading.main_thread() and not each.daemon and POOL not in each.name
    ]
    tasks = [f"task {each}" for each in asyncio.all_tasks() if each is not asyncio.current_task()]
    return [*threads, *tasks, *_children(), *_files(folder)]


def _children() -> Iterator[str]:
    for thread in Path("/proc/self/task").iterdir():
        with contextlib.suppress(OSError):
            for child in (thread / "children").read_text().split():
                command = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ")
                if command:  # else it has ended
                    yield f"child {command.decode(errors='replace')[:200]}"


def _files(folder: Path) -> Iterator[str]:
    for each in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            target = each.readlink()
            if target.is_relative_to(folder):
                yield f"file {target}"
