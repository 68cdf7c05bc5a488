"""Prepare this checkout for a purpose: `demo`, `test`, `windows`, `installer` ... Quick when it is.

Where nothing may be installed, one line on standard error says what is missing.
The standard library only: this runs before anything is installed.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import debian
import environment
from windows import machine

ROOT = Path(__file__).resolve().parents[2]
IM_ENGINES = debian.listed(ROOT / "tests/servers/packages.txt")
PACKAGES = {
    "demo": debian.QT,
    "demo-extras": debian.QT,
    "lint": debian.QT,
    "test": [*debian.QT, *debian.TESTS, *IM_ENGINES, *debian.INSTALLERS, *debian.INSTALLER_TESTS],
    "windows": debian.WINDOWS,
    "installer": [*debian.QT, *debian.INSTALLERS],
    "installer-older": [*debian.QT, *debian.INSTALLERS],
    "installer-extras": [*debian.QT, *debian.INSTALLERS],
    "installer-windows": [*debian.QT, *debian.INSTALLERS, *debian.WINDOWS, *debian.PACKERS],
    "installer-windows-extras": [*debian.QT, *debian.INSTALLERS, *debian.WINDOWS, *debian.PACKERS],
}
# Each purpose's environments and their locks. What is shipped is built in one of its own, by the
# newest Python here; tests build and try the installers, so they need both.
DEVELOPING, BUILDING = ROOT / ".venv", ROOT / ".setup/installer"
BUILDING_OLDER = ROOT / ".setup/installer-older"
# Where the program runs as on Windows; also for `make test` where that is called by a machine that
# tests every change, or where somebody had it made before.
WINDOWS, WINDOWS_LOCK = ROOT / ".setup/windows", ROOT / "requirements-test.txt"
# The bundles with optional parts come from environments of their own: what is not there cannot get
# into the plain one.
EXTRAS_LOCK = "requirements-installer-extras.txt"
BUILDING_EXTRAS = ROOT / ".setup/installer-extras"
# The bundles for Windows are collected by some of their own, which have nothing of the tests.
BUILDING_FOR_WINDOWS = {
    "installer-windows": (ROOT / ".setup/windows-installer", ROOT / "requirements-installer.txt"),
    "installer-windows-extras": (ROOT / ".setup/windows-installer-extras", ROOT / EXTRAS_LOCK),
}
ENVIRONMENTS = {
    "demo": {DEVELOPING: "requirements-demo.txt"},
    "demo-extras": {DEVELOPING: "requirements-demo-extras.txt"},
    "lint": {DEVELOPING: "requirements-test.txt"},
    "test": {DEVELOPING: "requirements-test.txt", BUILDING: "requirements-installer.txt"},
    "windows": {},
    "installer": {BUILDING: "requirements-installer.txt"},
    "installer-older": {BUILDING_OLDER: "requirements-installer-older.txt"},
    "installer-extras": {BUILDING_EXTRAS: EXTRAS_LOCK},
    "installer-windows": {BUILDING: "requirements-installer.txt"},
    "installer-windows-extras": {BUILDING: "requirements-installer.txt"},
}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in PACKAGES:
        print(f"usage: prepare.py {'|'.join(PACKAGES)}", file=sys.stderr)
        return 2
    purpose = arguments[0]
    if purpose in BUILDING_FOR_WINDOWS and (newer := _newer_python()):
        return subprocess.run([newer, __file__, purpose], check=False).returncode
    packages_first = replaces_python(purpose)
    if packages_first:
        _debian_packages(purpose)
    # Beside each other where there is something to do: each keeps but one core or the line busy.
    with ThreadPoolExecutor(max_workers=1) as beside:
        filling = beside.submit(_fill_environments, purpose)
        if not packages_first:
            _debian_packages(purpose)
        if _tests_windows(purpose):
            make_windows()  # without one the tests say so and go on
    if not filling.result():
        return 1
    if purpose == "windows":
        return 0 if make_windows() else 1
    if purpose in BUILDING_FOR_WINDOWS:
        return 0 if make_windows(*BUILDING_FOR_WINDOWS[purpose]) else 1
    return 0


def _newer_python() -> str | None:
    """The newest Python here, where this is an older one: Windows' own is made of the same release.

    What is shipped has the newest security fixes that way; the older one's release has had none
    for Windows since 2024.
    """
    newest = environment.newest()
    asked = "import sys; print(sys.version_info[:2])"
    done = subprocess.run([newest, "-c", asked], check=True, capture_output=True, text=True)
    return None if done.stdout.strip() == str(sys.version_info[:2]) else newest


def replaces_python(purpose: str) -> bool:
    """Whether a package to install may bring another build of the Python that pip runs on."""
    missing = debian.missing(_packages_of(purpose)) if debian.present() else []
    return any(name.startswith("libpython") for name in missing)


def _fill_environments(purpose: str) -> bool:
    """Fill this purpose's environments from their locks; whether pip could."""
    interpreters = {}
    try:
        for folder, lock in ENVIRONMENTS[purpose].items():
            python = sys.executable if folder == DEVELOPING else environment.newest()
            interpreters[folder] = environment.fill(folder, ROOT / lock, python)
    except subprocess.CalledProcessError:
        print(
            "The Python packages could not be installed; the lines above say why.", file=sys.stderr
        )
        return False
    if purpose == "test":
        environment.compile_sources(interpreters[DEVELOPING], ROOT / "workstation", ROOT / "tests")
    return True


def make_windows(folder: Path | None = None, lock: Path = WINDOWS_LOCK) -> bool:
    """Make or renew a Windows machine; whether it can be used. One line says why it cannot."""
    if names := machine.missing_programs():
        print(f"WINDOWS NOT MADE, not installed here: {', '.join(names)}", file=sys.stderr)
        return False
    try:
        machine.fill(folder or WINDOWS, lock)
    except (subprocess.CalledProcessError, OSError, ValueError, machine.NotSigned) as error:
        print(f"WINDOWS NOT MADE: {error}", file=sys.stderr)
        return False
    return True


def _tests_windows(purpose: str) -> bool:
    continuous = os.environ.get("CI") == "true"
    return purpose == "test" and sys.platform == "linux" and (continuous or WINDOWS.exists())


def _packages_of(purpose: str) -> list[str]:
    needed = [*PACKAGES[purpose], *(debian.WINDOWS if _tests_windows(purpose) else [])]
    return list(dict.fromkeys(needed))


def _debian_packages(purpose: str) -> None:
    """Install what is missing if that is allowed; otherwise name it in one line and go on."""
    if sys.platform != "linux":
        return
    if not debian.present():
        print(f"NOT INSTALLED, no apt here: {' '.join(PACKAGES[purpose])}", file=sys.stderr)
        return
    names = debian.missing(_packages_of(purpose))
    if names and not (debian.may_install() and debian.install(names)):
        left = " ".join(debian.known(debian.missing(names)))
        print(
            f"NOT INSTALLED, what needs them will not run: sudo apt-get install {left}",
            file=sys.stderr,
        )
    if purpose == "test":
        debian.open_top()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
