"""The virtual environment, filled from a lock file and nothing else.

The standard library only: this runs before anything is installed.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from progress import follow

SUPPORTED = "(3, 11) <= sys.version_info < (3, 14)"


def newest() -> str:
    """The newest supported Python here that can be bundled: one with a shared library."""
    asked = (
        "import sys, sysconfig, ensurepip; "
        "shared = sys.platform == 'win32' or sysconfig.get_config_var('Py_ENABLE_SHARED'); "
        f"sys.exit(not (shared and {SUPPORTED}))"
    )
    for name in ("python3.13", "python3.12", "python3.11"):
        if shutil.which(name) and _succeeds(name, asked):
            return name
    return sys.executable


def fill(folder: Path, lock: Path, python: str) -> Path:
    """Make `folder` an environment of `python` that holds what `lock` names; its interpreter.

    Quick when it already does. Raises CalledProcessError when pip fails: a hash that does not
    match, no network, a full disk; pip's own words are on the screen by then.
    """
    interpreter = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not _starts(interpreter):
        print(f"Creating the virtual environment {folder.name} ...", flush=True)
        subprocess.run([python, "-m", "venv", "--clear", folder], check=True)
    stamp = folder / f".{lock.stem}"
    fingerprint = _fingerprint(lock, interpreter)
    if stamp.exists() and stamp.read_text() == fingerprint:
        return interpreter
    _install(interpreter, lock)
    stamp.write_text(fingerprint)
    return interpreter


def compile_sources(interpreter: Path, *folders: Path) -> None:
    """Have Python's own form of all modules there beside them, as far as it is not new enough.

    Else each program that a test starts would make it anew, half of its time, where nobody has run
    the sources yet or where the environment forbids to keep it (PYTHONDONTWRITEBYTECODE). What
    cannot be compiled is for the tests to tell.
    """
    command = [interpreter, "-m", "compileall", "-qq", "-j", "0", *folders]
    subprocess.run(command, check=False)


def tool(folder: Path, requirement: str) -> Path:
    """An environment that holds one tool, held by its hash; its interpreter.

    `requirement` is a line of a lock file. Raises CalledProcessError as `fill` does.
    """
    with tempfile.TemporaryDirectory() as temporary:
        lock = Path(temporary) / "requirements-tool.txt"
        lock.write_text(f"{requirement}\n")
        return fill(folder, lock, sys.executable)


def _starts(interpreter: Path) -> bool:
    return interpreter.exists() and _succeeds(
        str(interpreter), f"import sys; sys.exit(not ({SUPPORTED}))"
    )


def _succeeds(python: str, code: str) -> bool:
    return subprocess.run([python, "-c", code], check=False, capture_output=True).returncode == 0


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
