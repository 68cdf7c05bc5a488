"""What a terminal or an administrator's tool is told: our own words, all of them, and only those.

**Libraries.** FFmpeg, PipeWire and PulseAudio write to the file descriptor of standard error: a
line for each voice that is opened. Between them nobody finds a sentence of ours, and a scheduled
``--check`` looks failed. So the descriptor leads nowhere once the application stands (Qt's own
"no platform plugin" is still said), and ``sys.stderr`` goes on where it went. It is not done by a
message handler in Python: Qt calls that from its own threads and, with ``QT_LOGGING_RULES``, also
after the interpreter has ended, which is a segmentation fault. Who set one of Qt's or FFmpeg's
variables wants to read all of it, and does.

**Code pages.** Windows gives a pipe the code page of the system, which may lack Chinese (1252) or
our marks (936). JSON is UTF-8 always; lines are written in what the terminal has, a mark it lacks
as its nearest relative, and in UTF-8 where it has no Chinese at all.
"""

import codecs
import contextlib
import io
import os
import sys
from typing import Final

DEBUG_VARIABLES: Final = (
    "QT_LOGGING_RULES", "QT_LOGGING_CONF", "QT_DEBUG_PLUGINS", "QT_FFMPEG_DEBUG", "PIPEWIRE_DEBUG",
)  # fmt: skip
CHINESE: Final = "医生"
NEAREST: Final = {"✓": "√", "✗": "×", "–": "-", "“": '"', "”": '"', "…": "..."}
ERRORS: Final = "workstation.nearest"


def silence_libraries() -> None:
    """Let only this program's own Python write to standard error from now on."""
    if any(os.environ.get(name) for name in DEBUG_VARIABLES) or sys.stderr is None:
        return
    with contextlib.suppress(OSError, ValueError):  # a windowed program of Windows has none
        own = os.dup(sys.stderr.fileno())
        encoding, errors = sys.stderr.encoding, sys.stderr.errors
        sys.stderr.flush()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        sys.stderr = os.fdopen(own, "w", encoding=encoding, errors=errors, buffering=1)


def write_losslessly(*, as_json: bool = False) -> None:
    """Let standard output take every character of every language."""
    out = sys.stdout
    if not isinstance(out, io.TextIOWrapper):
        return
    codecs.register_error(ERRORS, replace_unencodable)
    if as_json or not _encodes(out.encoding, CHINESE):
        out.reconfigure(encoding="utf-8", newline="\n" if as_json else None)
    out.reconfigure(errors=ERRORS)


def replace_unencodable(error: UnicodeError) -> tuple[str | bytes, int]:
    """The stand-in for characters that an encoding lacks: a likeness, else their numbers."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    parts = (_likeness(character, error.encoding) for character in lacking)
    return "".join(parts), error.end


def _likeness(character: str, encoding: str) -> str:
    likeness = NEAREST.get(character, "")
    if likeness and _encodes(encoding, likeness):
        return likeness
    return character.encode("ascii", "backslashreplace").decode("ascii")


def _encodes(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
