"""What the binaries of a bundle ask of the system they are installed on."""

import re
import subprocess
from pathlib import Path

LIBRARIES = Path("/usr/lib/x86_64-linux-gnu")


def binaries(bundle: Path) -> list[Path]:
    """The ELF files of the bundle, links left out."""
    return [
        path
        for path in sorted(bundle.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.open("rb").read(4) == b"\x7fELF"
    ]


def debian_depends(bundle: Path) -> list[str]:
    """The Debian packages that hold the libraries which the bundle needs and does not have.

    A package that a newer release renamed (`…t64`) is followed by its older name. Raises OSError
    if a library is nowhere on this machine, since its package then cannot be told.
    """
    headers = [_headers(path) for path in binaries(bundle)]
    needed = {name for text in headers for name in re.findall(r"NEEDED +(\S+)", text)}
    outside = needed - {path.name for path in bundle.rglob("*")}
    packages = {_package(name) for name in outside} - {"libc6"}
    return [f"libc6 (>= {glibc(headers)})", *sorted(map(_with_older_name, packages))]


def glibc(headers: list[str]) -> str:
    """The newest version of the C library that any of the binaries names."""
    versions = {match for text in headers for match in re.findall(r"GLIBC_(\d+\.\d+)", text)}
    return max(versions, key=lambda version: tuple(map(int, version.split("."))))


def _headers(path: Path) -> str:
    asked = ["objdump", "-p", str(path)]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout


def _package(name: str) -> str:
    package = next(
        (path for path in (LIBRARIES / name, Path("/lib64") / name) if path.exists()), None
    )
    if package is None:
        raise OSError(f"{name} is not on this machine")
    owner = debian_owner(package)
    if owner is None:
        raise OSError(f"no Debian package owns {name}")
    return owner


def debian_owner(path: Path) -> str | None:
    """The Debian package of a file; older releases list it under /lib although it is in /usr."""
    for name in (path, path.resolve(), Path(str(path).removeprefix("/usr"))):
        asked = ["dpkg-query", "-S", str(name)]
        done = subprocess.run(asked, check=False, capture_output=True, text=True)
        if done.returncode == 0:
            return done.stdout.partition(":")[0]
    return None


def _with_older_name(package: str) -> str:
    return f"{package} | {package.removesuffix('t64')}" if package.endswith("t64") else package
