"""A Windows of the tests' own: Wine in a fresh prefix, without a screen."""

import os
import shutil
import subprocess
from pathlib import Path

SECONDS = 180


class Wine:
    """Runs Windows programs in `folder`; its version can be set, its registry asked.

    `template` is the folder of a Windows that was set up before and is copied.
    """

    def __init__(self, folder: Path, template: Path | None = None) -> None:
        self.drive = folder / "prefix/drive_c"
        if template:
            shutil.copytree(template, folder, symlinks=True)
        (folder / "home").mkdir(parents=True, exist_ok=True)
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder / "home"),
            "XDG_RUNTIME_DIR": str(folder / "home"),
            "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all",
            # No .NET, no browser, no menu entries on the machine that runs the tests.
            "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=d",
        }
        if not template:
            self.run("wineboot", "-i")

    def run(self, *command: str) -> int:
        """The exit status (of which only the low byte survives) once every child has ended."""
        status = self._call("wine", *command).returncode
        self._call("wineserver", "-w")
        return status

    def run_installer(self, path: Path, *switches: str) -> int:
        """Run an installer by its Windows path; `/D=` and other switches as they stand."""
        return self.run(f"Z:{path}".replace("/", "\\"), *switches)

    def registry(self, key: str, name: str) -> str | None:
        """A value below HKEY_LOCAL_MACHINE, or None."""
        done = self._call("wine", "reg", "query", f"HKLM\\{key}", "/v", name, "/reg:64")
        found = [line for line in done.stdout.splitlines() if line.strip().startswith(name)]
        return found[0].split("    ")[-1].strip() if found else None

    def set_build(self, version: str) -> None:
        """Pretend to be another Windows: win10, win81, …"""
        self.run("winecfg", "-v", version)

    def _call(self, *command: str) -> subprocess.CompletedProcess[str]:
        program = shutil.which(command[0]) or f"/usr/lib/wine/{command[0]}"
        return subprocess.run(
            [program, *command[1:]],
            check=False,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=SECONDS,
        )
