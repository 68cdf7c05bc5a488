"""The Debian and Ubuntu packages that pip cannot bring.

A name written `a|b` is one package under two names: releases rename libraries.
"""

import contextlib
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

from progress import follow

QT = (
    "libgl1 libegl1 libglib2.0-0t64|libglib2.0-0 libxkbcommon0 libfontconfig1 libfreetype6 "
    "libdbus-1-3 libx11-6 libgssapi-krb5-2 libbrotli1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 "
    "libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 "
    "libxcb-xfixes0 libxcb-xkb1 libxcb-glx0 libxkbcommon-x11-0 libx11-xcb1 libpulse0 libxrandr2 "
    "libxext6 libdrm2 libwayland-client0 libwayland-cursor0 libwayland-egl1 "
    "libcups2t64|libcups2 fonts-noto-cjk"
).split()
# The keyring is a real desktop's, for the tests of locked and lost ones.
TESTS = "xvfb xauth git make dbus gnome-keyring".split()
INSTALLERS = "libpython3.13|libpython3.12|libpython3.11 dpkg binutils xz-utils".split()
# Compilers of Windows installers, a Windows to try them on, and a bare Debian for the package,
# at which a doctor of the tests presses keys and listens.
PACKERS = "nsis wixl msitools xdotool".split()
INSTALLER_TESTS = (
    "nsis wixl msitools osslsigncode openssl wine wine64 debootstrap xdotool pulseaudio "
    "pulseaudio-utils iproute2"
).split()
# A Windows that runs the program itself; the compiler makes its python.exe.
WINDOWS = "wine wine64 gcc-mingw-w64-x86-64-win32 osslsigncode openssl xvfb fonts-noto-cjk".split()
SERVICES = ("prosody", "ejabberd", "postgresql")
POLICY = Path("/usr/sbin/policy-rc.d")
TOP = Path("/")


def listed(file: Path) -> list[str]:
    """The package names of a list file: one a line, `#` starts a comment."""
    lines = (line.partition("#")[0].strip() for line in file.read_text().splitlines())
    return [line for line in lines if line]


def present() -> bool:
    """Whether this system has Debian's package tools at all."""
    return shutil.which("apt-get") is not None and shutil.which("dpkg-query") is not None


def missing(names: list[str]) -> list[str]:
    """Those of `names` of which no alternative is installed."""
    there = _installed([alternative for name in names for alternative in name.split("|")])
    return [name for name in names if there.isdisjoint(name.split("|"))]


def known(names: list[str]) -> list[str]:
    """Of each name the first alternative that this release offers; its first if none is known."""
    offered = _offered(names)
    return [_first_of(name, offered) or name.split("|")[0] for name in names]


def may_install() -> bool:
    """Whether apt-get can be run here without asking anybody for a password."""
    return _become_root() is not None


def install(names: list[str]) -> bool:
    """Install `names`, keeping the services among them stopped; whether all of them are there."""
    # In plain English: the lines that tell how far it is are known by their first words.
    environment = ["env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"]
    apt = [*(_become_root() or []), *environment, "apt-get"]
    print("Refreshing the list of Debian packages ...", flush=True)
    follow([*apt, "update"], ("Get:", "E:", "Err:"))
    print(f"Looking up {len(names)} packages in this release ...", flush=True)
    offered = _offered(names)
    chosen = [package for name in names if (package := _first_of(name, offered))]
    print(f"Installing {len(chosen)} Debian packages: {' '.join(chosen)} ...", flush=True)
    with _stopped([name for name in SERVICES if name in chosen]):
        install = [*apt, "install", "-y", "--no-install-recommends", *chosen]
        follow(install, ("Get:", "Setting up ", "E:"))
    return not missing(names)


def open_top() -> None:
    """Let the services' own accounts reach their programs; as root, and said if it was needed.

    The top folder of a chroot that `mktemp -d` made is closed to all but root.
    """
    mode = stat.S_IMODE(TOP.stat().st_mode)
    if os.geteuid() == 0 and not mode & stat.S_IXOTH:
        print(f"Opening {TOP} to other accounts, of which one runs PostgreSQL ...", flush=True)
        TOP.chmod(mode | stat.S_IXGRP | stat.S_IXOTH)


def _become_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return ["sudo", "-n"] if allowed.returncode == 0 else None


def _installed(names: list[str]) -> set[str]:
    """Those that are installed, asked all at once; of several architectures one is enough."""
    asked = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\\n", *names]
    # It ends with 1 for a name that it does not know, and tells of the others all the same.
    output = subprocess.run(asked, check=False, capture_output=True, text=True).stdout
    lines = (line.partition(" ") for line in output.splitlines())
    return {name for name, _, status in lines if status == "installed"}


def _first_of(name: str, offered: set[str]) -> str | None:
    return next((package for package in name.split("|") if package in offered), None)


def _offered(names: list[str]) -> set[str]:
    """Those of all alternatives that can be installed from this release, asked all at once.

    Where apt keeps no cache of its lists, as in container images, it reads all of them for
    every call: seconds each.
    """
    asked = ["apt-cache", "policy", *(package for name in names for package in name.split("|"))]
    # "Candidate" is translated: in a Chinese session no package would be offered.
    spoken = {**os.environ, "LC_ALL": "C.UTF-8"}
    output = subprocess.run(asked, check=False, capture_output=True, text=True, env=spoken).stdout
    # "NAME:" on the margin, below it "  Candidate: VERSION"; of a name it does not know, nothing.
    entries = re.findall(r"^(\S+):\n(?:[ \t].*\n)*?  Candidate: (.+)$", output, re.MULTILINE)
    return {name for name, candidate in entries if candidate != "(none)"}


@contextlib.contextmanager
def _stopped(services: list[str]) -> Iterator[None]:
    """Chat servers come for the tests, which start their own: Debian's must not hold the ports."""
    root = _become_root() or []
    ours = not POLICY.exists()
    if ours:
        refuse = f"printf '#!/bin/sh\\nexit 101\\n' >{POLICY} && chmod 755 {POLICY}"
        subprocess.run([*root, "sh", "-c", refuse], check=True)
    try:
        yield
    finally:
        if ours:
            subprocess.run([*root, "rm", "-f", POLICY], check=True)
        if services and shutil.which("systemctl"):
            disable = [*root, "systemctl", "disable", *services]
            subprocess.run(disable, check=False, capture_output=True)
