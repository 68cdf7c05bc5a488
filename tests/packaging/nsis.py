"""What the tests of the NSIS installer share: its exit statuses, and how it is called."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.packaging.conftest import make
from tests.packaging.wine import Wine

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\DoctorWorkstation"
STOPPED, TOO_OLD, RUNNING, OUTSIDE, NEWER, AT_WORK, DONE = 2, 3, 4, 5, 6, 7, 0


def program(wine: Wine) -> Path:
    """The usual folder of the program."""
    return wine.drive / "Program Files/Doctor Workstation"


def uninstall(wine: Wine, *switches: str) -> int:
    """Remove it, as from Windows' settings; 0 whatever comes of it."""
    return wine.run(r"C:\Program Files\Doctor Workstation\uninstall.exe", "/S", *switches)


def uninstall_and_wait(wine: Wine) -> int:
    """Where it lies, as it would start a copy of itself elsewhere and not wait for it."""
    here = r"C:\Program Files\Doctor Workstation"
    return wine.run_line(f'"{here}\\uninstall.exe" /S _?={here}', alone=False)


def install_into(wine: Wine, setup: Path, folder: str) -> int:
    """Install silently into a folder of choice; the exit status."""
    path = f"Z:{setup}".replace("/", "\\")
    return wine.run_line(f"{path} /S /D={folder}")


@contextmanager
def scanned(wine: Wine, name: str, folder: Path) -> Iterator[None]:
    """A scanner that looks at a file of the program for a moment is at work; made in ``folder``."""
    file = rf"C:\Program Files\Doctor Workstation\{name}"
    scanner = make(Path(__file__).with_name("scanner.nsi"), folder / "scanner.exe", FILE=file)
    with wine.running(scanner):
        while not scanner.with_name("at-work").exists():
            wine.call("wine", "tasklist")
        yield
        wine.call("wine", "tasklist")
