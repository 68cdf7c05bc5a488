"""Starts a decoder's process and ends it: when it is done, too slow, or not asked for any more.

Decoders of what strangers send are native code around which content has been made that crashes
them, holds them for minutes or has them open what it names. Each content gets a process of its
own, without this one's secrets, connections and environment, which can be ended at any moment: no
thread of the window's ever waits inside a decoder.

The race is between starting and stopping. Whoever gives up an outline calls ``stop`` from another
thread, maybe before the process exists; the thread that starts it would then start one that nobody
ends. So a stop is remembered, looked at again once there is a process, and the start counts only
then (``test_one_that_is_stopped_while_it_starts_ends_and_the_stopping_waits_for_nothing``)::

    run: _start …           process exists → stopped already? → kill
    stop:       set flag, no process yet → return at once

Output is bounded while it is read, not afterwards: a process that says too much is ended
(``test_one_that_says_too_much_is_ended``), one that says nothing runs out of time
(``test_one_that_takes_too_long_is_ended``).
"""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from workstation.decoder import answers
from workstation.domain.errors import BrokenMedia, MediaTooLarge

KEPT_VARIABLES: Final = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
SCRIPT: Final = Path(__file__).with_name("__main__.py")
HIDDEN: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)

_running: set["DecoderProcess"] = set()


class DecoderProcess:
    """One content's way through a process of its own. Blocking; ``stop`` is for other threads."""

    def __init__(self, kind: str, *arguments: str) -> None:
        self._command = [*_program(), kind, *arguments]
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()

    def run(self, content: bytes, *, seconds: float, max_bytes: int) -> bytes:
        """Run the decoder; what it made of the content, no more than ``max_bytes`` bytes.

        Raises ``MediaTooLarge``, or ``BrokenMedia`` for a decoder that died, was ended after
        ``seconds`` or stopped, and where the system has no thread left to feed it.
        """
        try:
            return self._run(content, seconds, max_bytes)
        except RuntimeError:
            raise BrokenMedia("no thread for the decoder") from None

    def _run(self, content: bytes, seconds: float, max_bytes: int) -> bytes:
        with self._started() as process, _at_most(process, seconds):
            if process.stdin is None or process.stdout is None:
                raise BrokenMedia("no pipe to the decoder")
            feeding = threading.Thread(target=_feed, args=(process.stdin, content))
            feeding.start()
            output = process.stdout.read(max_bytes + 1)
            if len(output) > max_bytes:
                _kill(process)
            feeding.join()
            status = process.wait()
        if status == answers.TOO_LARGE:
            raise MediaTooLarge("too large for its decoder")
        if status or len(output) > max_bytes:
            raise BrokenMedia(f"decoder ended with {status}")
        return output

    def stop(self) -> None:
        """End the process, or do not begin. Never waits: one that is just starting sees it then."""
        self._stopped.set()
        if self._process is not None:
            _kill(self._process)

    @contextlib.contextmanager
    def _started(self) -> Iterator[subprocess.Popen[bytes]]:
        if self._stopped.is_set():
            raise BrokenMedia("decoder not wanted any more")
        self._process = process = _start(self._command)
        if self._stopped.is_set():  # while it was started
            _kill(process)
        _running.add(self)
        with process:
            try:
                yield process
            finally:
                _kill(process)
                _running.discard(self)


def stop_all() -> None:
    """End every decoder that runs: the program closes, and waits for none."""
    for decoding in tuple(_running):
        decoding.stop()


def _program() -> list[str]:
    """The command that starts a decoder; in a frozen bundle it is a program beside this one."""
    if getattr(sys, "frozen", False):
        this = Path(sys.executable)
        return [str(this.with_name(f"workstation-decoder{this.suffix}"))]
    return [sys.executable, "-I", str(SCRIPT)]


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - this interpreter, a file of our own
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ},
            creationflags=HIDDEN,
        )
    except OSError:
        raise BrokenMedia("decoder not started") from None


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process; Windows refuses that to whoever is second, until the process is gone."""
    with contextlib.suppress(PermissionError):
        process.kill()


@contextlib.contextmanager
def _at_most(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    limit = threading.Timer(seconds, _kill, (process,))
    limit.start()
    try:
        yield
    finally:
        limit.cancel()
        limit.join()


def _feed(pipe: IO[bytes], content: bytes) -> None:
    """Feed a decoder; one that died does not read on, as its status says."""
    with contextlib.suppress(OSError), pipe:
        pipe.write(content)
