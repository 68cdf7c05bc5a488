"""A log that cannot print a token, a password, a name or a message.

Redaction is by construction, not by searching for secrets: a line is a literal template of our own
code, filled only with values that cannot be anybody's words (numbers, truth values, enum members,
our error codes, words that code allowed as literals). Everything else is written as its length.
Exceptions are written as class and place. Of other libraries only warnings are kept, as logger and
place.
"""

import enum
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

from workstation.base import held_files
from workstation.base.log_file import LogFile
from workstation.base.paths import make_folder
from workstation.domain.errors import WorkstationError

OWN = "workstation"
FILE = "workstation.log"
FILE_BYTES = 1024 * 1024
KEPT_FILES = 4
LINE_CHARACTERS = 2000
FRAMES = 20

_CALL = re.compile(r"(?:GET|POST|PUT|DELETE) (?:/[a-z_:]{1,24}){1,5}/?")
_DETAIL = re.compile(r"[\w ,.:%()-]{1,80}", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9.:-]{1,253}")
_LINE = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]{12} [A-Z]+ [\w.-]+: .*|  +[\w.<>-].*")
_literals: set[str] = set()
_open_logs: list[logging.Handler] = []
_hooks: list["_Hook"] = []


def allow_literal(*words: str) -> None:
    """Let these words of our own (states, reasons, conditions of a protocol) be printed."""
    _literals.update(words)


@dataclass(frozen=True, slots=True)
class Server:
    """A server's address without path or account: nobody's words, printed if it looks like one."""

    host: str
    port: int

    def __str__(self) -> str:
        host = self.host if _HOST.fullmatch(self.host) else f"<host of {len(self.host)}>"
        return f"{host}:{self.port}"


def redact(value: Any) -> Any:
    """The value if it can be nobody's words, else a text that says how long it was."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, enum.Enum):
        return value.name.lower()
    if isinstance(value, Server):
        return str(value)
    if isinstance(value, BaseException):
        return _describe_error(value)
    if isinstance(value, str | bytes):
        return _text(value)
    return f"<{value.__qualname__ if isinstance(value, type) else type(value).__name__}>"


def _text(value: str | bytes) -> str:
    if isinstance(value, str) and (value in _literals or _CALL.fullmatch(value)):
        return value
    return f"<text of {len(value)}>"


def _describe_error(error: BaseException) -> str:
    if not isinstance(error, WorkstationError):
        return type(error).__qualname__
    call = _text(error.call) if error.call else ""
    return " ".join(part for part in (error.code, call, plain_detail(error)) if part)


def plain_detail(error: WorkstationError) -> str:
    """The error's ``detail``, technical and ours; left out where it quotes a path or address."""
    return error.detail if _DETAIL.fullmatch(error.detail) else ""


class RedactingFormatter(logging.Formatter):
    """Writes a record from its template and its safe values; see the module."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and indented lines for an exception's places."""
        when = self.formatTime(record, "%Y-%m-%dT%H:%M:%S")
        head = f"{when}.{int(record.msecs):03d} {record.levelname} {record.name}: "
        lines = [(head + _message(record)).replace("\n", " ")[:LINE_CHARACTERS]]
        if record.exc_info and record.exc_info[1] is not None:
            lines += _describe_trace(record.exc_info[1])
        return "\n".join(lines)


def _message(record: logging.LogRecord) -> str:
    if not _own(record.name) or not isinstance(record.msg, str):
        return f"({record.module}:{record.lineno})"
    try:
        return str(record.msg % _safe_arguments(record.args))
    except (TypeError, ValueError, KeyError):
        return record.msg


def _safe_arguments(arguments: Any) -> Any:
    if isinstance(arguments, Mapping):
        return {name: redact(value) for name, value in arguments.items()}
    return tuple(redact(value) for value in arguments or ())


def _describe_trace(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    lines = [
        f"  {_describe_error(error)} ({type(error).__qualname__})",
        *(f"    {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames),
    ]
    if error.__cause__ is not None:
        lines += ["  from", *_describe_trace(error.__cause__)]
    return lines


def read_own_lines(file: Path) -> str:
    """What this module wrote into a file of the log; lines of any other form are left out.

    Blocking; no more than a file that could not be put aside has. Raises ``OSError``.
    """
    lines = held_files.read(file, 2 * FILE_BYTES).decode("utf-8", "replace").splitlines()
    return "".join(f"{line}\n" for line in lines if _LINE.fullmatch(line))


def _own(name: str) -> bool:
    return name == OWN or name.startswith(f"{OWN}.")


class _OwnOrWarning(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return _own(record.name) or record.levelno >= logging.WARNING


def start(folder: Path, level: str = "info") -> logging.Handler:
    """Log into ``folder``: at most five files of 1 MiB, readable by this user alone.

    ``level`` is ``debug``, ``info``, ``warning`` or ``error``. Give the handler to ``stop``.
    Unhandled exceptions of any thread go there, too.
    """
    make_folder(folder)
    handler = LogFile(folder / FILE, FILE_BYTES, KEPT_FILES)
    handler.setFormatter(RedactingFormatter())
    handler.addFilter(_OwnOrWarning())
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.WARNING)  # what other libraries tell below is not made
    logging.getLogger(OWN).setLevel(level.upper())
    _open_logs.append(handler)
    if len(_open_logs) == 1:
        logging.captureWarnings(True)
        _catch_unhandled()
    return handler


def stop(handler: logging.Handler) -> None:
    """Write what is pending, within a bounded time, and close the file.

    After the last one, unhandled exceptions go to whom they went before.
    """
    logging.getLogger().removeHandler(handler)
    handler.close()
    _open_logs.remove(handler)
    if not _open_logs:
        logging.getLogger(OWN).setLevel(logging.NOTSET)
        logging.captureWarnings(False)
        while _hooks:
            _hooks.pop().remove()


def begin_anew() -> None:
    """Remove what the files of this run and of earlier ones tell; blocking."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, LogFile):
            handler.begin_anew()


class _Hook:
    """One of Python's hooks: into the log while one is open, then to whom it went before.

    Whoever takes it meanwhile keeps it, and may still call this one or put it back.
    """

    def __init__(self, owner: ModuleType, name: str, write: Callable[..., bool]) -> None:
        self._owner, self._name, self._write = owner, name, write
        self._before = getattr(owner, name)
        setattr(owner, name, self)

    def __call__(self, *event: Any) -> None:
        if self not in _hooks or not self._write(*event):
            self._before(*event)

    def remove(self) -> None:
        if getattr(self._owner, self._name) is self:
            setattr(self._owner, self._name, self._before)


def _catch_unhandled() -> None:
    _hooks.append(_Hook(sys, "excepthook", _write_unhandled))
    _hooks.append(_Hook(threading, "excepthook", _write_thread_error))
    _hooks.append(_Hook(sys, "unraisablehook", _write_unraisable))


def _write_unhandled(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> bool:
    if issubclass(kind, KeyboardInterrupt):
        return False
    logging.getLogger(OWN).critical("unhandled", exc_info=(kind, error, trace))
    return True


def _write_thread_error(event: threading.ExceptHookArgs) -> bool:
    if event.exc_value is not None:
        logging.getLogger(OWN).critical("unhandled in a thread", exc_info=event.exc_value)
    return True


def _write_unraisable(event: Any) -> bool:
    if event.exc_value is not None:
        logging.getLogger(OWN).error("unraisable", exc_info=event.exc_value)
    return True
