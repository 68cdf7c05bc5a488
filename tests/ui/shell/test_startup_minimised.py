"""A program that starts minimised never shows its window; the choice is that of the last run."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from workstation.base.write_behind import window_files
from workstation.program import app
from workstation.ui.shell import startup_minimised


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / startup_minimised.FILE


def test_the_choice_is_kept_for_the_next_start(file: Path) -> None:
    assert not startup_minimised.is_chosen(file)
    for chosen in (True, True, False, False):
        startup_minimised.save(file, chosen=chosen)
        assert window_files.finish()
        assert startup_minimised.is_chosen(file) is chosen


def test_the_window_is_minimised_before_it_was_ever_seen(
    qapp: QApplication, file: Path, monkeypatch
) -> None:
    painted: list[bool] = []
    monkeypatch.setattr(app.ShellWindow, "show", lambda _window: painted.append(True))
    startup_minimised.save(file, chosen=True)
    assert window_files.finish()
    window = app.first_window(qapp, file.parent)
    assert window.isMinimized()
    assert painted == []
    window.end()
    window.deleteLater()
