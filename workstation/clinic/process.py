"""The clinic as a process of its own, for ``workstation --demo`` and for tests.

Imports only the standard library; the process ends when this one does, however it ends.
"""

import asyncio
import json
import os
import queue
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from workstation.domain.errors import ConfigurationError
from workstation.domain.policy_errors import DemoNotStarted

START_SECONDS: Final = 30.0
STOP_SECONDS: Final = 5.0
CALL_SECONDS: Final = 10.0


class ClinicProcess:
    """A running clinic: its address, the demo doctor's token, and its fault dial."""

    def __init__(self, process: "subprocess.Popen[str]", ready: dict[str, Any]) -> None:
        self._process = process
        self.address: str = ready["address"]
        self.token: str = ready["token"]
        self.member_id: int = ready["member_id"]
        self._control: str = ready["control"]

    def __repr__(self) -> str:
        return f"ClinicProcess({self.address})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def stop(self) -> int:
        """End the process (again: nothing happens) and give its exit status."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            return self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()
        finally:
            if self._process.stdout is not None:
                self._process.stdout.close()

    def dial(self, *faults: str) -> None:
        """Put faults in force (``KIND[=VALUE][@CALL][#COUNT]``); raises ConfigurationError."""
        self._call("POST", "/_clinic/faults", {"faults": list(faults)})

    def clear(self) -> None:
        """Remove all faults: nothing goes wrong from now on."""
        self._call("DELETE", "/_clinic/faults")

    def faults(self) -> list[str]:
        """The faults in force, with what is left of their counts."""
        return [str(text) for text in self._call("GET", "/_clinic/faults")["faults"]]

    def token_of(self, member_id: int) -> str:
        """The token of any member, patients too."""
        return str(self._call("GET", f"/_clinic/members/{member_id}/token")["token"])

    def renew_token(self, member_id: int) -> str:
        """End a member's token and give the new one."""
        return str(self._call("POST", f"/_clinic/members/{member_id}/token", {})["token"])

    def finish(self, consultation_id: int) -> None:
        """Move an open consultation to the history."""
        self._call("POST", f"/_clinic/consultations/{consultation_id}/finish", {})

    def say(self, consultation_id: int, member_id: int, text: str) -> None:
        """Let a member, a colleague for instance, say something in a consultation."""
        body = {"consultation_id": consultation_id, "member_id": member_id, "text": text}
        self._call("POST", "/_clinic/im/say", body)

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310 - the address is our own http:// one
            self.address + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "X-CLINIC-CONTROL": self._control},
        )
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=CALL_SECONDS) as answer:
            result: dict[str, Any] = json.load(answer)
        if not result.get("success"):
            raise ConfigurationError(str(result.get("message")))
        return result


def start_clinic(
    data_dir: Path, *, faults: Iterable[str] = (), arguments: Sequence[str] = ()
) -> ClinicProcess:
    """Start a clinic on a free loopback port and wait until it answers.

    ``arguments`` are further ones of ``python -m workstation.clinic``. Raises DemoNotStarted
    if it cannot be run, or does not come up within START_SECONDS.
    """
    command = [*_program(), "--port", "0", "--data", str(data_dir.resolve())]
    command += ["--json", "--while-stdin-open", *arguments]
    for fault in faults:
        command += ["--fault", fault]
    process = _started(command)
    try:
        return ClinicProcess(process, _ready(process))
    except BaseException:
        process.kill()
        process.communicate()
        raise


def _started(command: list[str]) -> "subprocess.Popen[str]":
    try:
        return subprocess.Popen(  # noqa: S603 - our own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=_own_stderr(),
            encoding="utf-8",
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:  # rules of the computer may name which programs run: AppLocker, noexec
        raise DemoNotStarted(f"{command[0]}: {error.strerror}") from None


def _own_stderr() -> int | None:
    """The descriptor of this program's own words, which need not be where its libraries' go."""
    try:
        return sys.stderr.fileno()
    except (AttributeError, OSError, ValueError):
        return None


def _program() -> list[str]:
    """The command that starts the clinic; in a frozen bundle it is a program beside this one."""
    if getattr(sys, "frozen", False):
        this = Path(sys.executable)
        return [str(this.with_name(f"workstation-clinic{this.suffix}"))]
    # -P: without it the working directory comes first, and whatever it calls `workstation` runs.
    return [sys.executable, "-P", "-m", "workstation.clinic"]


async def open_clinic(data_dir: Path, *, arguments: Sequence[str] = ()) -> ClinicProcess:
    """Start a clinic as ``start_clinic`` does, without blocking the event loop."""
    return await asyncio.to_thread(start_clinic, data_dir, arguments=arguments)


def _environment() -> dict[str, str]:
    """The environment in which this program's modules are found, and none of its own is."""
    root = str(Path(__file__).resolve().parents[2])
    inherited = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    # An empty or relative entry is the working directory again.
    paths = [root, *(path for path in inherited if Path(path).is_absolute())]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _ready(process: "subprocess.Popen[str]") -> dict[str, Any]:
    lines: queue.Queue[str] = queue.Queue()
    out = process.stdout
    if out is None:
        raise DemoNotStarted("the clinic has no output to read")
    threading.Thread(target=lambda: lines.put(out.readline()), daemon=True).start()
    try:
        line = lines.get(timeout=START_SECONDS)
        ready: dict[str, Any] = json.loads(line)
    except queue.Empty:
        raise DemoNotStarted("the clinic did not start in time") from None
    except ValueError:
        raise DemoNotStarted("the clinic did not start") from None
    return ready
