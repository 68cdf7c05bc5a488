"""The NSIS installer and what holds its files: a program, a scanner, a disk that is full."""

from pathlib import Path

from tests.full_disk import small_disk
from tests.packaging.nsis import (
    DONE,
    RUNNING,
    STOPPED,
    UNINSTALL,
    program,
    scanned,
    uninstall_and_wait,
)
from tests.packaging.wine import SECONDS, Wine


def test_removing_can_be_waited_for_and_tells_how_it_went(
    wine: Wine, setups: dict[str, Path]
) -> None:
    assert wine.run_installer(setups["1.0.0"], "/S") == DONE
    with wine.running(program(wine) / "app/workstation.exe"):
        assert uninstall_and_wait(wine) == RUNNING
    assert wine.registry(UNINSTALL, "DisplayVersion") == "1.0.0"
    assert uninstall_and_wait(wine) == DONE
    assert wine.registry(UNINSTALL, "DisplayVersion") is None
    left = [path.name for path in program(wine).iterdir()]
    assert left == ["uninstall.exe"], "no program takes itself away"
    assert wine.run_installer(setups["1.0.0"], "/S") == DONE


def test_removing_waits_for_a_scanner_that_looks_at_a_file(
    wine: Wine, setups: dict[str, Path], tmp_path: Path
) -> None:
    assert wine.run_installer(setups["1.0.0"], "/S") == DONE
    app = program(wine) / "app"
    with scanned(wine, r"app\_internal\version.txt", tmp_path):
        removal = wine.start(r"C:\Program Files\Doctor Workstation\uninstall.exe", "/S")
        while (app / "workstation.exe").exists():
            wine.call("wine", "tasklist")
    assert removal.wait(SECONDS) == DONE
    wine.call("wineserver", "-w")
    assert not program(wine).exists()


def test_a_full_disk_keeps_the_old_version_and_nothing_of_the_new_one(
    wine: Wine, setups: dict[str, Path]
) -> None:
    program(wine).mkdir(parents=True)
    with small_disk(program(wine), megabytes=16) as disk:
        assert wine.run_installer(setups["1.0.0"], "/S") == DONE
        disk.fill()
        assert wine.run_installer(setups["1.1.0"], "/S") == STOPPED
        assert (program(wine) / "app/_internal/version.txt").read_text() == "1.0.0"
        assert not (program(wine) / "next").exists()
        disk.make_room()
        assert wine.run_installer(setups["1.1.0"], "/S") == DONE
        assert (program(wine) / "app/_internal/version.txt").read_text() == "1.1.0"
