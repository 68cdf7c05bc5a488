"""The virtual environment, filled from a lock file and nothing else.

The standard library only: this runs before anything is installed.
"""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

from progress import follow


def fill(folder: Path, lock: Path) -> Path:
    """Make `folder` a virtual environment that holds what `lock` names; give its interpreter.

    Quick when it already does. Raises CalledProcessError when pip fails: a hash that does not
    match, no network, a full disk; pip's own words are on the screen by then.
    """
    interpreter = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not _starts(interpreter):
        print(f"Creating the virtual environment {folder.name} ...", flush=True)
        venv.create(folder, with_pip=True, clear=True)
    stamp = folder / f".{lock.stem}"
    wanted = _fingerprint(lock, interpreter)
    if stamp.exists() and stamp.read_text() == wanted:
        return interpreter
    _install(interpreter, lock)
    stamp.write_text(wanted)
    return interpreter


def _starts(interpreter: Path) -> bool:
    if not interpreter.exists():
        return False
    asked = "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))"
    return subprocess.run([interpreter, "-c", asked], check=False).returncode == 0


def _fingerprint(lock: Path, interpreter: Path) -> str:
    version = subprocess.run(
        [interpreter, "-V"], check=True, capture_output=True, text=True
    ).stdout.strip()
    return f"{version} {hashlib.sha256(lock.read_bytes()).hexdigest()}\n"


def _install(interpreter: Path, lock: Path) -> None:
    count = sum("==" in line for line in lock.read_text().splitlines())
    print(
        f"Installing {count} locked packages from {lock.name}: minutes the first time ...",
        flush=True,
    )
    pip = [interpreter, "-m", "pip"]
    if subprocess.run([*pip, "--version"], check=False, capture_output=True).returncode != 0:
        subprocess.run([interpreter, "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)
    command = [*pip, "install", "--require-hashes", "--only-binary", ":all:", "--no-deps"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    command += ["-r", lock]
    status = follow(command, ("Downloading ", "Installing collected", "ERROR"))
    if status != 0:
        raise subprocess.CalledProcessError(status, command)
