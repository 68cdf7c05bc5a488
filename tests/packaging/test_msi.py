"""The Windows Installer package, compiled here and run under Wine."""

from pathlib import Path

import msi
import pytest

from tests.packaging.conftest import need
from tests.packaging.credentials import FOREIGN, OWN, Credentials
from tests.packaging.links import PLACES, LinkedProfile
from tests.packaging.wine import Wine

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
FAILED = 1603 & 0xFF


@pytest.fixture(scope="module")
def packages(
    payload: Path, icon: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Packages of two versions."""
    need("wixl", "msibuild")
    folder = tmp_path_factory.mktemp("packages")
    made = {}
    for version in ("1.0.0", "1.1.0"):
        (payload / "_internal/version.txt").write_text(version)
        made[version] = folder / f"doctor-workstation-{version}.msi"
        msi.compile_package(payload, version, icon, made[version])
    return made


def program(wine: Wine) -> Path:
    return wine.drive / "Program Files/Doctor Workstation"


def windows_path(path: Path) -> str:
    return f"Z:{path}".replace("/", "\\")


def install(wine: Wine, package: Path, *properties: str, alone: bool = True) -> int:
    return wine.run("msiexec", "/i", windows_path(package), "/qn", *properties, alone=alone)


def install_into(wine: Wine, package: Path, folder: str) -> int:
    line = f'msiexec /i {windows_path(package)} /qn INSTALLFOLDER="{folder}"'
    return wine.run_line(line)


def remove(wine: Wine, package: Path, *properties: str, alone: bool = True) -> int:
    return wine.run("msiexec", "/x", windows_path(package), "/qn", *properties, alone=alone)


def test_it_installs_upgrades_and_leaves(wine: Wine, packages: dict[str, Path]) -> None:
    saved = next((wine.drive / "users").glob("*/AppData/Local")) / "DoctorWorkstation/data"
    saved.mkdir(parents=True)
    assert install(wine, packages["1.0.0"], "INSTALLLEVEL=2") == 0
    assert (program(wine) / "_internal/version.txt").read_text() == "1.0.0"
    assert (program(wine) / "_internal/with a space/data.txt").read_text() == "one"
    assert wine.registry(RUN, "DoctorWorkstation")

    assert install(wine, packages["1.1.0"], "INSTALLLEVEL=2") == 0
    assert (program(wine) / "_internal/version.txt").read_text() == "1.1.0"
    assert install(wine, packages["1.0.0"]) != 0, "no way back to an older version"
    assert (program(wine) / "_internal/version.txt").read_text() == "1.1.0"

    assert remove(wine, packages["1.1.0"]) == 0
    assert not (program(wine) / "workstation.exe").exists()
    assert wine.registry(RUN, "DoctorWorkstation") is None
    assert saved.exists(), "data is kept unless told otherwise"


def test_starting_at_logon_is_a_choice_and_removal_can_wipe(
    wine: Wine, packages: dict[str, Path]
) -> None:
    saved = next((wine.drive / "users").glob("*/AppData/Local")) / "DoctorWorkstation"
    (saved / "data").mkdir(parents=True)
    assert install(wine, packages["1.0.0"]) == 0
    assert wine.registry(RUN, "DoctorWorkstation") is None
    assert remove(wine, packages["1.0.0"], "WIPE=1") == 0
    assert not saved.exists()


def test_wiping_forgets_the_credentials_of_who_runs_it(
    wine: Wine, packages: dict[str, Path], tmp_path: Path
) -> None:
    credentials = Credentials(wine, tmp_path)
    assert install(wine, packages["1.0.0"]) == 0
    assert install(wine, packages["1.1.0"], "WIPE=1") == 0
    assert credentials.find_remaining() == {*OWN, *FOREIGN}, "an upgrade wipes nothing"
    assert remove(wine, packages["1.1.0"], "WIPE=1") == 0
    assert credentials.find_remaining() == {*FOREIGN}


def test_an_old_windows_is_refused_before_anything_is_copied(
    wine: Wine, packages: dict[str, Path]
) -> None:
    wine.set_build("win81")
    assert install(wine, packages["1.0.0"]) == FAILED
    assert not program(wine).exists()


@pytest.mark.parametrize("place", PLACES)
def test_wiping_deletes_nothing_that_a_link_of_a_user_points_at(
    wine: Wine, packages: dict[str, Path], place: str
) -> None:
    profile = LinkedProfile(wine, PLACES[place])
    assert install(wine, packages["1.0.0"]) == 0
    assert remove(wine, packages["1.0.0"], "WIPE=1") == 0
    assert profile.victim_is_whole()
    assert profile.find_remaining() == []


def test_a_running_program_is_not_pulled_from_under_a_doctor(
    wine: Wine, packages: dict[str, Path]
) -> None:
    """Windows' exit status is 1603 then, Wine's another."""
    assert install(wine, packages["1.0.0"]) == 0
    with wine.running(program(wine) / "workstation.exe"):
        assert install(wine, packages["1.1.0"], alone=False) != 0
        assert (program(wine) / "_internal/version.txt").read_text() == "1.0.0"
        assert remove(wine, packages["1.0.0"], alone=False) != 0
        assert (program(wine) / "_internal/version.txt").read_text() == "1.0.0"
    assert install(wine, packages["1.1.0"]) == 0
    assert (program(wine) / "_internal/version.txt").read_text() == "1.1.0"


@pytest.mark.parametrize("folder", [r"C:\Clinic", r"C:\Program Files\..\Clinic"])
def test_a_folder_in_which_any_user_may_write_is_refused(
    wine: Wine, packages: dict[str, Path], folder: str
) -> None:
    assert install_into(wine, packages["1.0.0"], folder) == FAILED
    assert not (wine.drive / "Clinic").exists()


def test_another_folder_of_program_files_is_taken(wine: Wine, packages: dict[str, Path]) -> None:
    assert install_into(wine, packages["1.0.0"], r"C:\Program Files\Clinic") == 0
    assert (wine.drive / "Program Files/Clinic/workstation.exe").exists()
