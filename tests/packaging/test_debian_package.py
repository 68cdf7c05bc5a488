"""The Debian package, on a Debian that has nothing: installs offline, opens, upgrades, leaves."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.packaging.bare_debian import BareDebian, bare_debian, reason_not_to
from tests.packaging.built import packages
from tests.packaging.conftest import need
from tests.packaging.screen import Screen, screen

NAME = "doctor-workstation"
INSTALL = "apt-get install -y -qq --no-install-recommends"
WINDOW_SECONDS = 60
SHOWN_COLOURS = 20


@pytest.fixture(scope="module")
def package() -> Path:
    return next(packages().glob("*.deb"))


@pytest.fixture(scope="module")
def machine(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareDebian]:
    if reason := reason_not_to():
        pytest.skip(f"NOT RUN, {reason}")
    with bare_debian(tmp_path_factory.mktemp("debian"), package) as bare:
        shutil.copy(package, bare.root / "srv/new.deb")
        _older(package, bare.root / "srv/old.deb")
        yield bare


def _older(package: Path, into: Path) -> None:
    """The same package under an older version, with a file that the newer one has no more."""
    folder = into.with_suffix("")
    subprocess.run(["dpkg-deb", "-R", package, folder], check=True)
    control = folder / "DEBIAN/control"
    lines = control.read_text().splitlines(keepends=True)
    control.write_text(
        "".join("Version: 0.0.1\n" if x.startswith("Version:") else x for x in lines)
    )
    (folder / f"opt/{NAME}/of-the-old-version").touch()
    subprocess.run(["dpkg-deb", "-Znone", "-b", folder, into], check=True, capture_output=True)
    shutil.rmtree(folder)


def test_it_has_no_scripts_and_belongs_to_root(package: Path) -> None:
    listed = subprocess.run(
        ["dpkg-deb", "-c", package], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    assert all("root/root" in line for line in listed)
    control = subprocess.run(
        ["dpkg-deb", "--ctrl-tarfile", package], check=True, capture_output=True
    ).stdout
    names = subprocess.run(["tar", "t"], check=True, input=control, capture_output=True).stdout
    assert names.split() == [b"./", b"./control"]


def test_a_first_install_an_upgrade_and_a_removal(machine: BareDebian) -> None:
    """In one story, since each step stands on the one before. No network at any moment."""
    machine.run(f"{INSTALL} /srv/old.deb")
    installed = machine.root / f"opt/{NAME}"
    assert (installed / "of-the-old-version").exists()
    check(machine)
    opens_a_window(machine)
    kept = saved(machine)
    assert kept, "the demo's clinic saved its consultations"

    machine.run(f"{INSTALL} /srv/new.deb")
    assert not (installed / "of-the-old-version").exists()
    assert kept == saved(machine), "an upgrade touches nobody's data"
    check(machine)
    opens_a_window(machine)

    machine.run(f"apt-get remove -y -qq {NAME}")
    assert not installed.exists()
    for folder in ("usr/bin", "usr/share/applications", "usr/share/man/man1"):
        assert not list((machine.root / folder).glob(f"*{NAME}*"))
    assert kept.keys() <= saved(machine).keys(), "removing the program leaves people's data"


def check(machine: BareDebian) -> None:
    said = machine.run(f"{NAME} --demo --check --json --profile /srv/profile", check=False)
    checks = json.loads(said[said.index("{") :])["layers"]
    verdicts = {each["layer"]: each["verdict"] for each in checks}
    assert "unusable" not in verdicts.values(), verdicts


def saved(machine: BareDebian) -> dict[Path, bytes]:
    """Every file that the window's run wrote into its profile."""
    files = sorted((machine.root / "srv/window").rglob("*"))
    return {path: path.read_bytes() for path in files if path.is_file()}


def opens_a_window(machine: BareDebian) -> None:
    """Its window is painted on a screen of this machine, reached through the screen's socket."""
    need("Xvfb")
    program = f"/opt/{NAME}/workstation"
    with screen(machine.root / "srv") as shown, sockets_inside(machine):
        environment = {"DISPLAY": shown.display, "HOME": "/srv", "PATH": "/usr/sbin:/usr/bin"}
        chroot = shutil.which("chroot") or "chroot"
        command = [chroot, machine.root, program, "--demo", "--profile", "/srv/window"]
        with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as running:
            painted = becomes_colourful(shown, running)
            running.terminate()
        everything_ended(machine)
    assert painted


def everything_ended(machine: BareDebian) -> None:
    """The demo's clinic ends by itself when its window is gone, however that went."""
    deadline = time.monotonic() + WINDOW_SECONDS
    while inside := [
        process for process in Path("/proc").glob("[0-9]*") if lives_in(process, machine)
    ]:
        assert time.monotonic() < deadline, f"left running: {inside}"
        time.sleep(0.1)


def lives_in(process: Path, machine: BareDebian) -> bool:
    try:
        return (process / "root").readlink() == machine.root
    except OSError:
        return False


def becomes_colourful(shown: Screen, running: "subprocess.Popen[bytes]") -> bool:
    deadline = time.monotonic() + WINDOW_SECONDS
    while time.monotonic() < deadline and running.poll() is None:
        if len(shown.colours()) >= SHOWN_COLOURS:
            return True
        time.sleep(0.3)
    return False


@contextmanager
def sockets_inside(machine: BareDebian) -> Iterator[None]:
    outside, inside = Path("/tmp/.X11-unix"), machine.root / "tmp/.X11-unix"  # noqa: S108
    inside.mkdir(exist_ok=True)
    subprocess.run(["mount", "--bind", outside, inside], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", inside], check=True)
