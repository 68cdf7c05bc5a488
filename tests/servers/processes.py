"""Real server processes of the tests: each started by us, known by its pid, ended by its pid."""

import contextlib
import itertools
import os
import random
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.keeper import Keeper, Order

READY_SECONDS = 240.0
END_SECONDS = 60.0
POLL_SECONDS = 0.02
BORN = 19
"""Where /proc tells the start of a process, behind its name."""
PORTS = 12_000


class EngineFailed(Exception):
    """A server of the tests did not start, answer or end in its time; says which, and its log."""


def free_ports(count: int) -> list[int]:
    """Loopback TCP ports that are nobody's, reserved for this process until it ends.

    They lie below those that the kernel gives to outgoing connections: else one of these could
    take a port before its server does, or while its server is down.
    """
    first_given_out = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    candidates = range(first_given_out - PORTS, first_given_out)
    free = filter(_reserve, random.sample(candidates, PORTS))
    return list(itertools.islice(free, count))


def _reserve(port: int) -> bool:
    """Bind the port without listening, for as long as this process runs; False where it is taken.

    Whoever asks for a port next sees it taken, also while its server has yet to start. The server
    itself may listen there: Linux lets a socket that reuses addresses pass one that does the same
    and does not listen. Both must say so, hence only after the bind, which is to fail.
    """
    with socket.socket() as reserved:
        try:
            reserved.bind(("127.0.0.1", port))
        except OSError:
            return False
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.detach()
    return True


def listening(port: int) -> bool:
    """Whether something on this computer takes connections at the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(true: Callable[[], bool], what: str, seconds: float = READY_SECONDS) -> None:
    """Return as soon as ``true()`` holds; EngineFailed names ``what`` when it never does."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise EngineFailed(f"{what}: not within {seconds} s")
        time.sleep(POLL_SECONDS)


def _stat(pid: int) -> list[str] | None:
    """State, parent and so on of a pid as /proc tells them, or None if it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def alive(pid: int) -> bool:
    """Whether the pid runs.

    A zombie does not, unless one of its threads has not ended yet: its sockets are open until then,
    and whoever starts it anew finds its name and its ports taken.
    """
    stat = _stat(pid)
    return stat is not None and (stat[0] not in "ZX" or _has_threads(pid))


def _has_threads(pid: int) -> bool:
    """Whether there are threads besides the first."""
    try:
        return len(list(Path(f"/proc/{pid}/task").iterdir())) > 1
    except OSError:
        return False


def born(pid: int) -> str | None:
    """When a pid was started, in ticks since the boot; the next to get the number was later."""
    stat = _stat(pid)
    return None if stat is None else stat[BORN]


def descendants(pid: int) -> set[int]:
    """Every process under ``pid``, children of children included."""
    parents = {
        int(entry.name): int(stat[1])
        for entry in Path("/proc").iterdir()
        if entry.name.isdecimal() and (stat := _stat(int(entry.name)))
    }
    pids: set[int] = set()
    layer = {pid}
    while layer := {child for child, parent in parents.items() if parent in layer} - pids:
        pids |= layer
    return pids


@dataclass(frozen=True)
class Program:
    """A server's command, run in ``folder``; a ``temporary`` folder goes when the run ends."""

    name: str
    command: list[str]
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    temporary: bool = False

    @property
    def output(self) -> Path:
        """The file that takes what the server prints."""
        return self.folder / f"{self.name}.out"

    @property
    def order(self) -> Order:
        """The same, as the keeper takes it."""
        order: Order = {
            "command": self.command,
            "environment": {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **self.environment},
            "folder": str(self.folder),
            "output": str(self.output),
        }
        if self.temporary:
            order["temporary"] = str(self.folder)
        return order


class ServerProcess:
    """One server in the foreground: start, freeze, stop, kill."""

    def __init__(self, keeper: Keeper, program: Program) -> None:
        self.name = program.name
        self._keeper = keeper
        self._program = program
        self._pid: int | None = None
        self.ever_started: dict[int, str | None] = {}

    @property
    def running(self) -> bool:
        return self._pid is not None and alive(self._pid)

    @property
    def pid(self) -> int:
        if self._pid is None:
            raise EngineFailed(f"{self.name} was never started")
        return self._pid

    def left(self) -> list[int]:
        """What runs still of all that it ever started; not who got such a number since then."""
        return [
            pid for pid, at in self.ever_started.items() if at and alive(pid) and born(pid) == at
        ]

    def family(self) -> set[int]:
        """The pid and every process under it."""
        return {self.pid} | descendants(self.pid)

    def start(self, ready: Callable[[], bool]) -> None:
        """Start and wait until ``ready``; an early end or no readiness is EngineFailed."""
        if self.running:
            raise EngineFailed(f"{self.name} already runs")
        self._pid = self._keeper.start(self._program.order)
        self.ever_started[self._pid] = born(self._pid)
        try:
            wait_until(lambda: ready() or not self.running, f"start of {self.name}")
        except EngineFailed:
            self.kill()
            raise
        if not self.running:
            raise EngineFailed(f"{self.name} ended at its start:\n{self._last_words()}")

    def _last_words(self) -> str:
        logs = [*self._program.folder.glob("*.log"), self._program.output]
        return "\n".join(log.read_text(errors="replace")[-2000:] for log in logs if log.exists())

    def kill(self) -> None:
        """SIGKILL to it and to what it started; returns when all of it is gone."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM, as an administrator stops it; returns when it is gone."""
        self._end(signal.SIGTERM)

    def freeze(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def _end(self, how: signal.Signals) -> None:
        if not self.running:
            return
        family = self.family()
        self.ever_started |= {pid: born(pid) for pid in family}
        os.kill(self.pid, how)
        wait_until(lambda: not self.running, f"end of {self.name}", END_SECONDS)
        for pid in family - {self.pid}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not any(map(alive, family)), f"end of {self.name}", END_SECONDS)
