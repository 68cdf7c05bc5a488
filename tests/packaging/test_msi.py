"""The Windows Installer package, compiled here and run under Wine."""

import subprocess
from pathlib import Path

import msi
import pytest

from tests.packaging.conftest import need
from tests.packaging.credentials import FOREIGN, OWN, Credentials
from tests.packaging.links import PLACES, LinkedProfile
from tests.packaging.wine import Wine
from workstation.domain.updates import PackageKind
from workstation.updates.publishing.package_version import version_in

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


def test_it_says_its_version_where_a_repository_of_updates_reads_it(
    packages: dict[str, Path],
) -> None:
    read = {each: str(version_in(packages[each], PackageKind.MSI)) for each in packages}
    assert read == {each: each for each in packages}


def program(wine: Wine) -> Path:
    return wine.drive / "Program Files/Doctor Workstation"


def windows_path(path: Path) -> str:
    return f"Z:{path}".replace("/", "\\")


def install(wine: Wine, package: Path, *properties: str, alone: bool = True) -> int:
    return wine.run("msiexec", "/i", windows_path(package), "/qn", *properties, alone=alone)


def install_into(wine: Wine, package: Path, folder: str, *properties: str) -> int:
    words = " ".join([f'INSTALLFOLDER="{folder}"', *properties])
    return wine.run_line(f"msiexec /i {windows_path(package)} /qn {words}")


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


def test_an_upgrade_stays_in_its_folder_and_keeps_the_choice_of_starting_at_sign_in(
    wine: Wine, packages: dict[str, Path]
) -> None:
    """Also where nobody says so again: `--install-staged`, or another administrator."""
    clinic = wine.drive / "Program Files/Clinic"
    assert install_into(wine, packages["1.0.0"], r"C:\Program Files\Clinic", "AUTOSTART=1") == 0
    assert "Clinic" in (wine.registry(RUN, "DoctorWorkstation") or "")

    assert install(wine, packages["1.1.0"]) == 0
    assert (clinic / "_internal/version.txt").read_text() == "1.1.0"
    assert not program(wine).exists()
    assert "Clinic" in (wine.registry(RUN, "DoctorWorkstation") or "")

    assert remove(wine, packages["1.1.0"]) == 0
    assert not (clinic / "workstation.exe").exists()
    assert wine.registry(RUN, "DoctorWorkstation") is None


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_program_that_runs_in_a_folder_of_its_own_is_not_pulled_from_under_a_doctor(
    wine: Wine, packages: dict[str, Path], elsewhere: bool
) -> None:
    clinic = wine.drive / "Program Files/Clinic"
    assert install_into(wine, packages["1.0.0"], r"C:\Program Files\Clinic") == 0
    with wine.running(clinic / "workstation.exe"):
        line = f"msiexec /i {windows_path(packages['1.1.0'])} /qn"
        line += r' INSTALLFOLDER="C:\Program Files\Other"' if elsewhere else ""
        assert wine.run_line(line, alone=False) != 0
        assert (clinic / "_internal/version.txt").read_text() == "1.0.0"
    assert not (wine.drive / "Program Files/Other").exists()


def test_an_upgrade_can_end_the_start_at_sign_in_and_choose_another_folder(
    wine: Wine, packages: dict[str, Path]
) -> None:
    assert install(wine, packages["1.0.0"], "INSTALLLEVEL=2") == 0
    assert wine.registry(RUN, "DoctorWorkstation")
    assert install_into(wine, packages["1.1.0"], r"C:\Program Files\Clinic", "AUTOSTART=0") == 0
    assert (wine.drive / "Program Files/Clinic/_internal/version.txt").read_text() == "1.1.0"
    assert wine.registry(RUN, "DoctorWorkstation") is None


def test_an_earlier_folder_in_which_any_user_may_write_is_left(
    wine: Wine, packages: dict[str, Path]
) -> None:
    value = ("/v", "Folder", "/d", "C:\\Clinic\\", "/f", "/reg:64")
    assert wine.run("reg", "add", r"HKLM\Software\DoctorWorkstation", *value) == 0
    assert install(wine, packages["1.0.0"]) == 0
    assert (program(wine) / "workstation.exe").exists()
    assert not (wine.drive / "Clinic").exists()


def test_what_is_searched_for_reaches_the_half_with_rights(packages: dict[str, Path]) -> None:
    """Where people see the installer, its other half searches: only what is secure is handed on."""
    need("msiinfo")
    searched = rows(packages["1.0.0"], "AppSearch")
    secure = dict(rows(packages["1.0.0"], "Property"))["SecureCustomProperties"]
    assert {"WINDOWSBUILD", "EARLIERFOLDER", "EARLIERSTART"} <= {row[0] for row in searched}
    assert {row[0] for row in searched} <= set(secure.split(";"))


def test_the_choice_alone_decides_whether_it_starts_at_sign_in(packages: dict[str, Path]) -> None:
    """Windows would go by the features of the earlier version; Wine does not."""
    need("msiinfo")
    for table in ("InstallExecuteSequence", "InstallUISequence"):
        actions = [row[0] for row in rows(packages["1.0.0"], table)]
        assert "CostFinalize" in actions
        assert "MigrateFeatureStates" not in actions


def rows(package: Path, table: str) -> list[list[str]]:
    """Those of a table, by the tab, without its three lines of head."""
    command = ["msiinfo", "export", package, table]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [line.split("\t") for line in text.replace("\r", "").splitlines()[3:]]


def test_repairing_puts_back_what_was_lost(wine: Wine, packages: dict[str, Path]) -> None:
    assert install(wine, packages["1.0.0"]) == 0
    (program(wine) / "_internal/version.txt").unlink()
    assert install(wine, packages["1.0.0"], "REINSTALL=ALL") == 0
    assert (program(wine) / "_internal/version.txt").read_text() == "1.0.0"


def test_another_folder_of_program_files_is_taken(wine: Wine, packages: dict[str, Path]) -> None:
    assert install_into(wine, packages["1.0.0"], r"C:\Program Files\Clinic") == 0
    assert (wine.drive / "Program Files/Clinic/workstation.exe").exists()
