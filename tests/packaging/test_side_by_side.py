"""The Debian package's scripts, run on a folder of the test's: builds beside those still open."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.packaging.conftest import INSTALLER

HOME = "/opt/doctor-workstation"


class Installed:
    """A home below which dpkg has unpacked a build, and nothing was set up yet."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.unpack("first")

    def unpack(self, build: str) -> None:
        """Replace what is in package/, as dpkg does: by new files of the same names."""
        package = self.home / "package"
        package.mkdir(parents=True, exist_ok=True)
        for name in ("workstation", "icon.svg"):
            (package / f"{name}.dpkg-new").write_text(build)
            (package / f"{name}.dpkg-new").replace(package / name)
        shutil.copy("/bin/sleep", package / "sleep.dpkg-new")
        (package / "sleep.dpkg-new").replace(package / "sleep")

    def script(self, name: str, *arguments: str, umask: str = "022") -> None:
        """Run a script of the package with this home in place of the real one."""
        text = (INSTALLER / "linux" / name).read_text().replace(HOME, str(self.home))
        script = self.home.with_name(name)
        script.write_text(text.replace("@VERSION@", "1.0.0"))
        subprocess.run(
            ["sh", "-c", f'umask {umask}; exec sh "$@"', "sh", script, *arguments], check=True
        )

    @property
    def current(self) -> Path:
        return (self.home / "current").resolve()

    def builds(self) -> set[Path]:
        return set((self.home / "run").iterdir())

    @contextmanager
    def open_window(self) -> Iterator[None]:
        """Somebody runs a program of the current build."""
        with subprocess.Popen([self.current / "sleep", "3600"]) as process:
            try:
                yield
            finally:
                process.kill()


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    home = Installed(tmp_path / "home")
    home.script("postinst", "configure", "")
    return home


def test_an_open_window_keeps_its_files_until_it_is_closed(installed: Installed) -> None:
    first = installed.current
    with installed.open_window():
        installed.unpack("second")
        installed.script("postinst", "configure", "1.0.0")
        assert (installed.current / "icon.svg").read_text() == "second"
        assert (first / "icon.svg").read_text() == "first"
        assert installed.builds() == {first, installed.current}
    installed.script("postinst", "configure", "1.0.0")
    assert installed.builds() == {installed.current}


def test_an_upgrade_that_is_broken_off_leaves_the_build_that_was_there(
    installed: Installed,
) -> None:
    installed.unpack("half of the second")
    assert (installed.current / "icon.svg").read_text() == "first"


def test_a_build_takes_no_room_of_its_own(installed: Installed) -> None:
    assert (installed.home / "package/icon.svg").samefile(installed.current / "icon.svg")


def test_everybody_may_run_it_whatever_the_administrators_umask_is(installed: Installed) -> None:
    installed.script("postinst", "configure", "", umask="077")
    for folder in (installed.home / "run", installed.current):
        assert folder.stat().st_mode & 0o777 == 0o755


def test_a_removal_takes_all_and_one_that_is_called_off_puts_it_back(installed: Installed) -> None:
    installed.script("prerm", "upgrade", "2.0.0")
    assert installed.current.exists()
    installed.script("prerm", "remove")
    assert {path.name for path in installed.home.iterdir()} == {"package"}
    installed.script("postinst", "abort-remove")
    assert (installed.current / "icon.svg").read_text() == "first"
