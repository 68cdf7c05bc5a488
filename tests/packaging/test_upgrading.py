"""An upgrade while the window is open: nothing of it breaks, and the doctor is told."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.bare_debian import BareDebian, bare_debian, reason_not_to
from tests.packaging.built import other_packages, packages
from tests.packaging.hospital import hospital, roll_out
from tests.packaging.other_version import VERSION
from tests.packaging.seat import PAINTED, SIGN_IN, Seat, seat

INSTALL = "apt-get install -y -qq --no-install-recommends"
HOME = "opt/doctor-workstation"
# Boxes of the screen: left, top, width, height; a strip above every page is 40 pixels high.
PAGE, STRIP, RESTART = (80, 60, 1340, 820), (0, 0, 1440, 38), (1388, 20)
# What is opened for the first time after the upgrade: keys, and how to put it away again.
PAGES = {
    "the palette": ("ctrl+k", "Escape"),
    "the history": ("ctrl+2", None),
    "the profile": ("ctrl+3", None),
    "the settings": ("ctrl+comma", None),
    "the queue again": ("ctrl+1", None),
    "a new consultation": ("ctrl+n", "Escape"),
}


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[BareDebian]:
    if reason := reason_not_to():
        pytest.skip(f"NOT RUN, {reason}")
    package = next(packages().glob("*.deb"))
    other = next(other_packages(tmp_path / "other").glob("*.deb"))
    with bare_debian(tmp_path, package) as bare:
        shutil.copy(package, bare.root / "srv/installed.deb")
        shutil.copy(other, bare.root / "srv/other.deb")
        yield bare


def test_a_different_build_installed_under_an_open_window_breaks_none_of_its_pages(
    machine: BareDebian,
) -> None:
    machine.run(f"{INSTALL} /srv/installed.deb")
    with hospital(machine) as clinic:
        roll_out(machine, json.dumps({"api.base": clinic["address"]}))
        with seat(machine) as doctor:
            doctor.signs_in(clinic["token"])
            before = doctor.program()
            assert doctor.sees_change(
                STRIP, lambda: machine.run(f"{INSTALL} /srv/other.deb"), share=0.5
            ), "the doctor is told"
            opens_every_page(doctor)
            assert doctor.program() == before
            assert errors(doctor) == []
            starts_the_new_version_when_asked(machine, doctor)
    machine.run(f"{INSTALL} --reinstall /srv/other.deb")
    assert len(builds(machine)) == 1, "nobody runs the others any more"


def test_a_removal_under_an_open_window_ends_it_at_no_page(machine: BareDebian) -> None:
    """Modules that no page had needed before are read from the program that still runs."""
    machine.run(f"{INSTALL} /srv/installed.deb")
    with hospital(machine) as clinic:
        roll_out(machine, json.dumps({"api.base": clinic["address"]}))
        with seat(machine) as doctor:
            doctor.signs_in(clinic["token"])
            assert doctor.sees_change(
                STRIP, lambda: machine.run("apt-get remove -y -qq doctor-workstation"), share=0.5
            ), "the doctor is told"
            assert not (machine.root / HOME).exists()
            opens_every_page(doctor)


def opens_every_page(doctor: Seat) -> None:
    for name, (key, away) in PAGES.items():
        opened = doctor.sees_change(PAGE, lambda key=key: doctor.press(key))  # type: ignore[misc]
        assert opened, f"{name} does not open"
        if away:
            assert doctor.sees_change(PAGE, lambda key=away: doctor.press(key))  # type: ignore[misc]


def starts_the_new_version_when_asked(machine: BareDebian, doctor: Seat) -> None:
    """In the same process; the old build stays until then."""
    assert len(builds(machine)) == 2, "the one that runs is kept"
    doctor.click(*RESTART)
    assert doctor.waits_for(lambda: f"/run/{VERSION}." in str(doctor.program()))
    assert doctor.sees(SIGN_IN, PAINTED), "no keyring here, so the code is asked for again"


def builds(machine: BareDebian) -> list[Path]:
    return sorted((machine.root / HOME / "run").iterdir())


def errors(doctor: Seat) -> list[str]:
    """Lines of the program's log that tell of a defect."""
    return [line for line in doctor.log() if "ERROR" in line or "CRITICAL" in line]
