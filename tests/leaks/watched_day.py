"""A day that is watched from outside, and killed: every place where others could read is read."""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.journeys.conftest import words_in
from tests.leaks.canaries import Canaries
from workstation.vault.engine.opening import VAULT_FILE

TOP = Path(__file__).resolve().parents[2]
PROC = Path("/proc")
MIN_CHARACTERS = 3


class WatchedDay:
    """One computer: its files, and what was seen of each run of the program there."""

    def __init__(self, folder: Path, canaries: Canaries, orders: dict[str, Any]) -> None:
        self.folder, self.canaries, self.orders = folder, canaries, orders
        self.profile = folder / "profile"
        self.temporary, self.home, self._output = folder / "tmp", folder / "home", folder / "said"
        for each in (self.profile, self.temporary, self.home, self._output):
            each.mkdir(mode=0o700, exist_ok=True)
        self.done: list[str] = []
        self.defects: list[str] = []
        self.leaks: set[tuple[str, str]] = set()
        self._seen: set[tuple[str, bytes]] = set()

    def run(self, *, kill_after: int | None = None, **orders: object) -> int:
        """The program until its day ends or so many lines were told; its exit status."""
        given = {**self.orders, "profile": str(self.profile), **orders}
        reading, writing = os.pipe()
        with (self._output / "out").open("ab") as out, _cores_allowed():
            process = subprocess.Popen(  # noqa: S603 - this test's own module
                [sys.executable, "-m", "tests.leaks.day", str(writing)],
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=out,
                cwd=self.temporary,
                env=self._environment(),
                pass_fds=(writing,),
            )
        os.close(writing)
        family = {process.pid}
        try:
            process.stdin.write(json.dumps(given).encode())
            process.stdin.close()
            with os.fdopen(reading, encoding="utf-8") as lines:
                for number, line in enumerate(lines):
                    self._take(*json.loads(line))
                    family |= self._look_at_processes(process.pid)
                    if number == kill_after:
                        process.kill()
                        break
        finally:
            status = process.wait(60)
            _end(family - {process.pid})
        self._look_at_files()
        return status

    def search(self) -> None:
        """Look again at all that was seen: some secrets were known only later."""
        self._look_at_files()
        for place, content in self._seen:
            self._search(place, content)

    def add_words_of_the_vault(self) -> None:
        """Look for every name, symptom and message that the database holds by now."""
        (vault,) = self.profile.rglob(VAULT_FILE)
        for word in words_in(vault, self.key):
            if len(word) > MIN_CHARACTERS and not word.isascii():
                self.canaries.add_plain("a word of the vault", word)

    def _take(self, what: str, text: str) -> None:
        if what == "done":
            self.done.append(text)
        elif what == "defect":
            self.defects.append(text)
        elif what == "key":
            self.key = bytes.fromhex(text)
            self.canaries.add("a key", bytes.fromhex(text))
        elif what == "password":
            self.canaries.add("a password", text)
        else:
            self._seen.add((what, text.encode()))

    def _look_at_processes(self, pid: int) -> set[int]:
        family = _descendants(pid)
        for one in family:
            for what in ("environ", "cmdline"):
                with contextlib.suppress(OSError):
                    self._seen.add((what, (PROC / str(one) / what).read_bytes()))
        with contextlib.suppress(OSError, ValueError, StopIteration):  # it has ended by now
            limits = (PROC / str(pid) / "limits").read_text()
            self.core_limit = next(line for line in limits.splitlines() if "core file" in line)
            self.core_filter = int((PROC / str(pid) / "coredump_filter").read_text(), 16)
        return family

    def _look_at_files(self) -> None:
        for root in (self.profile, self.temporary, self.home, self._output):
            for path in sorted(root.rglob("*")):
                place = f"{root.name}/{path.relative_to(root)}"
                self._search(f"name of {place}", os.fsencode(place))
                with contextlib.suppress(OSError):
                    self._search(place, path.read_bytes())

    def _search(self, place: str, content: bytes) -> None:
        self.leaks |= {(place, canary) for canary in self.canaries.found_in(content)}

    def _environment(self) -> dict[str, str]:
        runtime = self.folder / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        return {
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "XDG_RUNTIME_DIR": str(runtime),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(TOP),
            "PYTHONFAULTHANDLER": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }


@contextlib.contextmanager
def _cores_allowed() -> Iterator[None]:
    """What is started meanwhile may write a core dump, if it does not forbid that itself."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))


def _descendants(pid: int) -> set[int]:
    """A process and everything that it started."""
    parents = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
    family, more = set(), {pid}
    while more:
        family |= more
        more = {child for child, parent in parents.items() if parent in family} - family
    return family


def _end(pids: set[int]) -> None:
    """Nothing that a killed program started goes on."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
