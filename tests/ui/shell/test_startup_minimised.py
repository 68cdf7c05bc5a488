"""A program that starts minimised never shows its window; the choice is that of the last run."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from workstation import app, atomic_write
from workstation.domain.errors import DiskFull
from workstation.ui.shell import startup_minimised


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / startup_minimised.FILE


def test_the_choice_is_kept_for_the_next_start(file: Path) -> None:
    assert not startup_minimised.is_chosen(file)
    for chosen in (True, True, False, False):
        startup_minimised.save(file, chosen=chosen)
        assert startup_minimised.is_chosen(file) is chosen


def test_a_disk_that_takes_nothing_ends_nothing(file: Path, monkeypatch) -> None:
    def full(*_given: object) -> None:
        raise DiskFull("cannot write")

    monkeypatch.setattr(atomic_write, "write_atomically", full)
    startup_minimised.save(file, chosen=True)
    assert not startup_minimised.is_chosen(file)


def test_the_window_is_minimised_before_it_was_ever_seen(
    qapp: QApplication, file: Path, monkeypatch
) -> None:
    painted: list[bool] = []
    monkeypatch.setattr(app.ShellWindow, "show", lambda _window: painted.append(True))
    startup_minimised.save(file, chosen=True)
    window = app.first_window(qapp, file.parent)
    assert window.isMinimized()
    assert painted == []
    window.end()
    window.deleteLater()
