"""A Windows of the tests' own: Wine in a fresh prefix, without a screen."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 600
"""A bound for what hangs; a machine may have other work."""
PROGRAMS = {".dll", ".exe", ".drv", ".sys", ".ocx", ".cpl", ".acm", ".ax", ".tlb", ".vxd"}
"""Wine's own, which nothing writes to: 700 MB of the 770 of a Windows."""
WINDOWS_ITSELF = {
    "services.exe", "winedevice.exe", "plugplay.exe", "svchost.exe", "rpcss.exe", "explorer.exe",
    "start.exe", "conhost.exe", "tasklist.exe",
}  # fmt: skip
"""What runs as long as a Windows does, and what it takes to ask."""


class Wine:
    """Runs Windows programs in `folder`; its version can be set, its registry asked.

    `template` is the folder of a Windows that was set up before and is copied.
    """

    def __init__(self, folder: Path, template: Path | None = None) -> None:
        self.drive = folder / "prefix/drive_c"
        if template:
            shutil.copytree(template, folder, symlinks=True, copy_function=_share_or_copy)
        (folder / "home").mkdir(parents=True, exist_ok=True)
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder / "home"),
            "XDG_RUNTIME_DIR": str(folder / "home"),
            "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all",
            "LC_ALL": "C.UTF-8",
            # No .NET, no browser, no menu entries on the machine that runs the tests.
            "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=d",
        }
        if not template:
            self.run("wineboot", "-i")

    def run(self, *command: str, alone: bool = True) -> int:
        """The exit status, of which only the low byte survives.

        ``alone`` waits for everything that runs, also what the program left behind.
        """
        status, deadline = self.call("wine", *command).returncode, time.monotonic() + SECONDS
        while alone and (left := self._programs()):
            assert time.monotonic() < deadline, f"still running: {left}"
        return status

    def _programs(self) -> set[str]:
        """What runs beside Windows itself, which is left running: its start costs a second."""
        lines = self.call("wine", "tasklist", "/fo", "csv", "/nh").stdout.splitlines()
        names = {line.split('"')[1] for line in lines if '"' in line}
        assert names, "Windows does not tell what runs"
        return names - WINDOWS_ITSELF

    @contextmanager
    def running(self, path: Path) -> Iterator[None]:
        """A program of the tests that runs as long as the block, and is running by then."""
        stay = path.with_name("stay")
        stay.touch()
        command = [self._program("wine"), path]
        silent = subprocess.DEVNULL
        with subprocess.Popen(
            command, env=self._environment, stdout=silent, stderr=silent
        ) as process:
            try:
                while path.name not in self.call("wine", "tasklist").stdout:
                    assert process.poll() is None, "it ended at once"
                yield
            finally:
                stay.unlink()

    def start(self, *command: str, **variables: str) -> "subprocess.Popen[bytes]":
        """Start a program that goes on running; the caller ends it."""
        silent = subprocess.DEVNULL
        return subprocess.Popen(
            [self._program("wine"), *command],
            env={**self._environment, **variables},
            stdin=silent,
            stdout=silent,
            stderr=silent,
        )

    def end_everything(self) -> None:
        """End every program that runs in this Windows, and Windows itself."""
        self.call("wineserver", "-k")
        self.call("wineserver", "-w")

    def run_installer(self, path: Path, *switches: str, alone: bool = True) -> int:
        """Run an installer by its Windows path; `/D=` and other switches as they stand."""
        return self.run(f"Z:{path}".replace("/", "\\"), *switches, alone=alone)

    def run_line(self, line: str, *, alone: bool = True) -> int:
        """Run a command line as it stands; Wine would put quotes around what holds a blank."""
        batch = self.drive / "line.bat"
        batch.write_text(f"@{line}\r\n@exit /b %errorlevel%\r\n")
        return self.run("cmd", "/c", r"C:\line.bat", alone=alone)

    def registry(self, key: str, name: str) -> str | None:
        """A value below HKEY_LOCAL_MACHINE, or None."""
        done = self.call("wine", "reg", "query", f"HKLM\\{key}", "/v", name, "/reg:64")
        lines = [line for line in done.stdout.splitlines() if line.strip().startswith(name)]
        return lines[0].split("    ")[-1].strip() if lines else None

    def set_build(self, version: str) -> None:
        """Pretend to be another Windows: win10, win81, …"""
        self.run("winecfg", "-v", version)

    def call(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a program to its end: its exit status and what it wrote."""
        # Into a file: a Windows that starts for this call outlives it and would hold a pipe open.
        with tempfile.TemporaryFile() as captured:
            done = subprocess.run(
                [self._program(command[0]), *command[1:]],
                check=False,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=captured,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
            )
            captured.seek(0)
            output = captured.read().decode(errors="replace").replace("\r\n", "\n")
        return subprocess.CompletedProcess(done.args, done.returncode, output)

    @staticmethod
    def _program(name: str) -> str:
        return shutil.which(name) or f"/usr/lib/wine/{name}"


def _share_or_copy(source: str, target: str) -> None:
    """A file of a Windows that is copied: its programs are the same files on the disk."""
    if Path(source).suffix in PROGRAMS:
        os.link(source, target)
    else:
        shutil.copy2(source, target)
