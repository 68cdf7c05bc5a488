"""Keeps the servers of a test run: a process that starts them, and ends them when the run ends.

The tests order with one line of JSON on its standard input and read the pid. Should the test run
be killed, the input ends, and with it every server. Run as ``python keeper.py``.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import NotRequired, TypedDict


class Order(TypedDict):
    """A server to start: its command, environment, folder, and the file for what it prints.

    ``temporary`` is a folder that goes when the run ends.
    """

    command: list[str]
    environment: dict[str, str]
    folder: str
    output: str
    temporary: NotRequired[str]


class Keeper:
    """The tests' side of the keeper process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this very file
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._asking = threading.Lock()

    def start(self, order: Order) -> int:
        """Start a server in the foreground; gives its pid. Any thread may ask."""
        assert self._process.stdin
        assert self._process.stdout
        with self._asking:
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            return int(self._process.stdout.readline())

    def close(self) -> None:
        """End every server that still runs, and the keeper."""
        self._process.communicate()


def _start(order: Order) -> int:
    with Path(order["output"]).open("ab") as output:
        # The kernel ends the server with the keeper, should that be killed as well.
        return subprocess.Popen(  # noqa: S603 - the rig's own commands
            ["/usr/bin/setpriv", "--pdeathsig", "KILL", "--", *order["command"]],
            cwd=order["folder"],
            env=order["environment"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        ).pid


def _bury(*_: object) -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _keep() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, _bury)
    started, temporary = [], []
    for line in sys.stdin:
        order: Order = json.loads(line)
        started.append(_start(order))
        temporary += [order["temporary"]] if "temporary" in order else []
        sys.stdout.write(f"{started[-1]}\n")
        sys.stdout.flush()
    for pid in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    for folder in temporary:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _keep()
