"""A Debian with nothing installed, in a folder: the machine on which a package must be enough.

Needs root, debootstrap and this machine's own package mirror. The base is made once and kept under
.setup; each use gets a copy, without a network but its loopback. Tests beside each other take turns
at the base: two of apt in one system, or a copy in the middle of a download, are not to be had.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.house.source import ROOT
from tests.packaging.turns import turn_at

BASE = ROOT / ".setup/bare-debian"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
SECONDS = 300


def reason_not_to() -> str | None:
    """Why no bare Debian can be had here, or None."""
    if os.geteuid() != 0:
        return "a bare Debian needs root"
    for tool in ("debootstrap", "unshare", "nsenter", "chroot", "ip"):
        if shutil.which(tool) is None:
            return f"{tool} is not installed here"
    if subprocess.run(["unshare", "--net", "--mount", "true"], check=False).returncode != 0:
        return "this machine lets nobody have a network and mounts of their own"
    return _reason_without_base()


def _reason_without_base() -> str | None:
    if mirror() is None:
        return "no package mirror is configured here"
    try:
        with turn_at(BASE):
            make_base()
    except (subprocess.SubprocessError, OSError):
        return "the package mirror gave no Debian"
    return None


def mirror() -> str | None:
    """The address from which this machine takes its Debian packages."""
    lists = Path("/etc/apt/sources.list.d").glob("*.sources")
    texts = [path.read_text() for path in sorted(lists)]
    lines = [line for text in texts for line in text.splitlines() if line.startswith("URIs:")]
    return lines[0].split()[1] if lines else None


def codename() -> str:
    """The release of this machine, such as trixie."""
    lines = dict(
        line.split("=", 1)
        for line in Path("/etc/os-release").read_text().splitlines()
        if "=" in line
    )
    return lines["VERSION_CODENAME"].strip('"')


class BareDebian:
    """A copy of the base in `root`; `network` is a process whose network has a loopback alone."""

    def __init__(self, root: Path, network: int) -> None:
        self.root = root
        self._network = ["nsenter", f"--net=/proc/{network}/ns/net"]
        environment = f"PATH={PATH} HOME=/srv LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive"
        self._inside = ["chroot", str(root), "env", "-i", *environment.split()]

    def run(self, command: str, *, check: bool = True) -> str:
        """Run a shell command inside; what it printed, both streams. Nothing of it stays."""
        alone = ["unshare", "--pid", "--fork", "--kill-child"]
        done = subprocess.run(
            [*self._network, *alone, *self._inside, "sh", "-c", command],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=SECONDS,
        )
        assert not check or done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}"
        return done.stdout

    def start(self, *command: str, **environment: str) -> "subprocess.Popen[str]":
        """Start a program inside, its standard output and input being pipes."""
        variables = [f"{name}={value}" for name, value in environment.items()]
        return subprocess.Popen(
            [*self._network, *self._inside, *variables, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )


@contextmanager
def bare_debian(folder: Path, package: Path) -> Iterator[BareDebian]:
    """A bare Debian that has the .deb files which `package` asks for at hand, none installed.

    Only where there is no `reason_not_to`.
    """
    root = folder / "root"
    with turn_at(BASE):
        keep_dependencies(package)
        subprocess.run(["cp", "-a", "--reflink=auto", BASE.resolve(), root], check=True)
    mounts = (("proc", root / "proc"), ("tmpfs", root / "dev/shm"))
    (root / "dev/shm").mkdir(parents=True, exist_ok=True)
    for kind, target in mounts:
        subprocess.run(["mount", "-t", kind, kind, target], check=True)
    try:
        with _loopback_alone() as network:
            yield BareDebian(root, network)
    finally:
        for _kind, target in reversed(mounts):
            subprocess.run(["umount", "-l", target], check=True)
        shutil.rmtree(root)


@contextmanager
def _loopback_alone() -> Iterator[int]:
    """A process, by its id, that holds a network of its own open."""
    command = ["unshare", "--net", "sh", "-c", "ip link set lo up && echo up && exec cat"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"up\n"
        yield holder.pid


def make_base() -> None:
    """Bootstrap the base, unless it is there."""
    if (BASE / "complete").exists():
        return
    shutil.rmtree(BASE, ignore_errors=True)
    keyring = next(Path("/usr/share/keyrings").glob("debian-archive-keyring.*"))
    options = ["--variant=minbase", "--include=ca-certificates", f"--keyring={keyring}"]
    command = ["debootstrap", *options, codename(), BASE, mirror()]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=SECONDS)
    shutil.copytree("/etc/apt/apt.conf.d", BASE / "etc/apt/apt.conf.d", dirs_exist_ok=True)
    for name in ("etc/ssl/certs/ca-certificates.crt", "etc/resolv.conf", "etc/hosts"):
        shutil.copy(f"/{name}", BASE / name)
    _in_base("apt-get", "update", "-qq")
    (BASE / "complete").touch()


def keep_dependencies(package: Path) -> None:
    """Download, not install, what `package` depends on."""
    copy = shutil.copy(package, BASE / "srv" / package.name)
    _in_base(
        "apt-get", "install", "-y", "-qq", "--download-only", "--no-install-recommends",
        "-o", "APT::Keep-Downloaded-Packages=true", f"/srv/{copy.name}",
    )  # fmt: skip
    copy.unlink()


def _in_base(*command: str) -> None:
    inherited = {
        name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")
    }
    subprocess.run(
        ["chroot", BASE, *command],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        timeout=SECONDS,
        env={"PATH": PATH, "DEBIAN_FRONTEND": "noninteractive", **inherited},
    )
