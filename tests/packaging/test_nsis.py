"""The NSIS installer, compiled here and run under Wine: what an administrator relies on."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.packaging.conftest import INSTALLER, make
from tests.packaging.credentials import FOREIGN, OWN, Credentials
from tests.packaging.links import PLACES, LinkedProfile
from tests.packaging.nsis import (
    AT_WORK,
    DONE,
    NEWER,
    OUTSIDE,
    RUNNING,
    TOO_OLD,
    UNINSTALL,
    install_into,
    program,
    scanned,
    uninstall,
    uninstall_and_wait,
)
from tests.packaging.wine import SECONDS, Wine
from workstation.domain.updates import PackageKind
from workstation.updates.publishing.package_version import version_in

ALONE = INSTALLER / "windows/alone.nsh"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
KEY = r"Software\DoctorWorkstation"


def test_it_says_its_version_where_a_repository_of_updates_reads_it(
    setups: dict[str, Path],
) -> None:
    read = {each: str(version_in(setups[each], PackageKind.NSIS)) for each in setups}
    assert read == {each: each for each in setups}


def register(wine: Wine, key: str, name: str, value: str) -> None:
    """What an installed version left in the registry."""
    command = ["reg", "add", f"HKLM\\{key}", "/v", name, "/d", value, "/f", "/reg:64"]
    assert wine.run(*command) == 0


def test_it_installs_silently_upgrades_in_place_and_leaves_cleanly(
    wine: Wine, setups: dict[str, Path]
) -> None:
    saved = next((wine.drive / "users").glob("*/AppData/Local")) / "DoctorWorkstation/data"
    saved.mkdir(parents=True)
    menu = wine.drive / "ProgramData/Microsoft/Windows/Start Menu/Programs/Doctor Workstation.lnk"

    assert wine.run_installer(setups["1.0.0"], "/S", "/AUTOSTART=1") == DONE
    internal = program(wine) / "app/_internal"
    assert (internal / "version.txt").read_text() == "1.0.0"
    assert (internal / "with a space/data.txt").read_text() == "one"
    assert wine.registry(UNINSTALL, "DisplayVersion") == "1.0.0"
    assert wine.registry(RUN, "DoctorWorkstation")
    assert menu.exists()

    (internal / "of-the-old-version.txt").touch()
    assert wine.run_installer(setups["1.1.0"], "/S") == DONE
    assert (internal / "version.txt").read_text() == "1.1.0"
    assert not (internal / "of-the-old-version.txt").exists()
    assert wine.registry(UNINSTALL, "DisplayVersion") == "1.1.0"
    assert wine.registry(RUN, "DoctorWorkstation"), "an upgrade keeps the choice"
    assert wine.run_installer(setups["1.1.0"], "/S", "/AUTOSTART=0") == DONE
    assert wine.registry(RUN, "DoctorWorkstation") is None

    assert uninstall(wine) == DONE
    assert not program(wine).exists()
    assert not menu.exists()
    assert wine.registry(UNINSTALL, "DisplayVersion") is None
    assert saved.exists(), "data is kept unless told otherwise"


def test_uninstalling_can_wipe_what_users_saved(wine: Wine, setups: dict[str, Path]) -> None:
    saved = next((wine.drive / "users").glob("*/AppData/Local")) / "DoctorWorkstation"
    (saved / "data").mkdir(parents=True)
    assert wine.run_installer(setups["1.0.0"], "/S") == DONE
    assert uninstall(wine, "/WIPE=1") == DONE
    assert not saved.exists()


def test_wiping_forgets_the_credentials_of_who_runs_it(
    wine: Wine, setups: dict[str, Path], tmp_path: Path
) -> None:
    credentials = Credentials(wine, tmp_path)
    assert wine.run_installer(setups["1.0.0"], "/S") == DONE
    assert uninstall(wine) == DONE
    assert credentials.find_remaining() == {*OWN, *FOREIGN}, "kept unless told otherwise"
    assert wine.run_installer(setups["1.0.0"], "/S") == DONE
    assert uninstall(wine, "/WIPE=1") == DONE
    assert credentials.find_remaining() == {*FOREIGN}


def test_an_old_windows_is_refused_before_anything_is_copied(
    wine: Wine, setups: dict[str, Path]
) -> None:
    wine.set_build("win81")
    assert wine.run_installer(setups["1.0.0"], "/S") == TOO_OLD
    assert not program(wine).exists()


def test_a_running_program_is_not_pulled_from_under_a_doctor(
    wine: Wine, setups: dict[str, Path]
) -> None:
    assert wine.run_installer(setups["1.0.0"], "/S") == DONE
    with wine.running(program(wine) / "app/workstation.exe"):
        assert wine.run_installer(setups["1.1.0"], "/S", alone=False) == RUNNING
        assert (program(wine) / "app/_internal/version.txt").read_text() == "1.0.0"
    assert wine.run_installer(setups["1.1.0"], "/S") == DONE


def test_two_installers_at_once_do_not_clear_away_each_other_s_files(
    wine: Wine, setups: dict[str, Path], tmp_path: Path
) -> None:
    """As when IT's tool tries again while the first one still copies; removing is kept off, too."""
    assert wine.run_installer(setups["1.0.0"], "/S") == DONE
    other = make(Path(__file__).with_name("at_work.nsi"), tmp_path / "other.exe", ALONE=ALONE)
    with wine.running(other):
        while not other.with_name("at-work").exists():
            wine.call("wine", "tasklist")
        assert wine.run_installer(setups["1.1.0"], "/S", alone=False) == AT_WORK
        assert uninstall_and_wait(wine) == AT_WORK
        assert (program(wine) / "app/_internal/version.txt").read_text() == "1.0.0"
    assert wine.run_installer(setups["1.1.0"], "/S") == DONE


def test_a_scanner_that_looks_at_a_file_for_a_moment_is_waited_for(
    wine: Wine, setups: dict[str, Path], tmp_path: Path
) -> None:
    """Here at one that an interrupted upgrade left in the folder that the old version is to have.

    Windows renames no folder either in which a file is open; Wine does.
    """
    assert wine.run_installer(setups["1.0.0"], "/S") == DONE
    looked_at = program(wine) / "previous/held.txt"
    looked_at.parent.mkdir()
    looked_at.touch()
    with scanned(wine, r"previous\held.txt", tmp_path):
        setup = wine.start(f"Z:{setups['1.1.0']}".replace("/", "\\"), "/S")
        while setup.poll() is None and not (program(wine) / "next/workstation.exe").exists():
            wine.call("wine", "tasklist")
    assert setup.wait(SECONDS) == DONE
    assert (program(wine) / "app/_internal/version.txt").read_text() == "1.1.0"
    assert sorted(path.name for path in program(wine).iterdir()) == ["app", "uninstall.exe"]


def test_what_an_interrupted_upgrade_left_is_put_right(wine: Wine, setups: dict[str, Path]) -> None:
    """The machine lost power between the two renames: the old version lies aside."""
    assert wine.run_installer(setups["1.0.0"], "/S") == DONE
    (program(wine) / "app").rename(program(wine) / "previous")
    (program(wine) / "next").mkdir()
    assert wine.run_installer(setups["1.1.0"], "/S") == DONE
    assert sorted(path.name for path in program(wine).iterdir()) == ["app", "uninstall.exe"]
    assert (program(wine) / "app/_internal/version.txt").read_text() == "1.1.0"


@pytest.mark.parametrize("place", PLACES)
def test_wiping_deletes_nothing_that_a_link_of_a_user_points_at(
    wine: Wine, setups: dict[str, Path], place: str
) -> None:
    profile = LinkedProfile(wine, PLACES[place])
    assert wine.run_installer(setups["1.0.0"], "/S") == DONE
    assert uninstall(wine, "/WIPE=1") == DONE
    assert profile.victim_is_whole()
    assert profile.find_remaining() == []


@pytest.mark.parametrize(
    "folder", ["C:\\Clinic", "C:\\Program Files\\..\\Clinic", "C:\\Program Files"]
)
def test_a_folder_in_which_any_user_may_write_is_refused(
    wine: Wine, setups: dict[str, Path], folder: str
) -> None:
    """A folder below C: inherits "Authenticated Users: modify"; everybody runs what is there."""
    assert install_into(wine, setups["1.0.0"], folder) == OUTSIDE
    assert not (wine.drive / "Clinic").exists()
    assert not list((wine.drive / "Program Files").glob("**/app"))


def test_another_folder_of_program_files_is_taken(wine: Wine, setups: dict[str, Path]) -> None:
    folder = wine.drive / "Program Files/Clinic"
    assert install_into(wine, setups["1.0.0"], r"C:\Program Files\Clinic") == DONE
    assert (folder / "app/workstation.exe").exists()


@pytest.mark.parametrize("folder", ["Doctor Workstation", "Clinic"])
def test_an_upgrade_leaves_a_folder_outside_program_files_for_one_inside(
    wine: Wine, setups: dict[str, Path], folder: str
) -> None:
    """A version of before could be put there; anybody may have exchanged its uninstaller since."""
    old = wine.drive / "Apps/Clinic"
    (old / "app").mkdir(parents=True)
    (old / "uninstall.exe").write_bytes(b"not to be run")
    (old / "app/workstation.exe").write_bytes(b"old")
    register(wine, KEY, "Folder", r"C:\Apps\Clinic")
    register(wine, KEY, "Version", "1.0.0")
    register(wine, RUN, "DoctorWorkstation", r"C:\Apps\Clinic\app\workstation.exe")

    if folder == "Clinic":
        assert install_into(wine, setups["1.1.0"], r"C:\Program Files\Clinic") == DONE
    else:
        assert wine.run_installer(setups["1.1.0"], "/S") == DONE
    assert (wine.drive / "Program Files" / folder / "app/workstation.exe").exists()
    assert wine.registry(KEY, "Folder") == f"C:\\Program Files\\{folder}"
    started = wine.registry(RUN, "DoctorWorkstation") or ""
    assert f"Program Files\\{folder}" in started, "the choice moves, too"
    assert (old / "app/workstation.exe").read_bytes() == b"old"
    assert (old / "uninstall.exe").exists()


def test_an_upgrade_stays_in_its_folder_of_program_files(
    wine: Wine, setups: dict[str, Path]
) -> None:
    assert install_into(wine, setups["1.0.0"], r"C:\Program Files\Clinic") == DONE
    assert wine.run_installer(setups["1.1.0"], "/S") == DONE
    assert not program(wine).exists()
    version = wine.drive / "Program Files/Clinic/app/_internal/version.txt"
    assert version.read_text() == "1.1.0"


def test_an_older_version_does_not_go_over_a_newer_one_unless_told(
    wine: Wine, setups: dict[str, Path]
) -> None:
    assert wine.run_installer(setups["1.1.0"], "/S") == DONE
    assert wine.run_installer(setups["1.0.0"], "/S") == NEWER
    assert (program(wine) / "app/_internal/version.txt").read_text() == "1.1.0"
    assert wine.run_installer(setups["1.0.0"], "/S", "/DOWNGRADE=1") == DONE
    assert (program(wine) / "app/_internal/version.txt").read_text() == "1.0.0"


@pytest.mark.parametrize("script", ["installer.nsi", "actions.nsi"])
def test_a_makensis_with_known_holes_is_refused(tmp_path: Path, payload: Path, script: str) -> None:
    """Its own version cannot be feigned, so the floor is asked of it."""
    for path in (INSTALLER / "windows").glob("*.ns[ih]"):
        shutil.copy(path, tmp_path)
    floor = (tmp_path / "compiler.nsh").read_text()
    raised = floor.replace("0x0300B000", "0x03FFF000")
    assert raised != floor
    (tmp_path / "compiler.nsh").write_text(raised)
    command = ["makensis", "-V2", "-DVERSION=1.0.0", f"-DPAYLOAD={payload}"]
    command += [f"-DOUTPUT={tmp_path / 'setup.exe'}", tmp_path / script]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode != 0
    assert "3.11 or newer" in done.stdout + done.stderr
