"""The dialogs that Qt draws where the system has none wear the theme, too."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtCore import QDir, QPoint, QSettings
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QTreeView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from workstation.ui.kit.layers import file_dialog
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.file_dialog import (
    NEEDED_DESCRIPTORS,
    FileDialog,
    StandardLocation,
    delete_dialog,
    forget_folders,
    may_open_files,
    own_folder,
)
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import Appearance, theme


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_head_of_a_list_of_files_can_be_read(qtbot: QtBot, appearance: Appearance) -> None:
    theme.set_appearance(appearance)
    dialog = QDialog()
    qtbot.addWidget(dialog)
    tree = QTreeView()
    tree.setModel(QStandardItemModel(2, 2, tree))
    QVBoxLayout(dialog).addWidget(tree)
    dialog.resize(480, 320)
    dialog.show()
    head = tree.header()
    empty = head.mapTo(dialog, QPoint(head.width() - 2, head.height() // 2))
    assert dialog.grab().toImage().pixelColor(empty) == theme.colours.bg_panel


def test_nothing_in_the_dialog_for_files_is_english_in_chinese(qtbot: QtBot) -> None:
    set_language(Language.ZH)
    dialog = FileDialog(None, "")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    texts = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
    assert len(texts) >= 3
    assert not [text for text in texts if text.replace("&", "").isascii()]


@pytest.mark.parametrize("in_sight", [True, False])
def test_a_dialog_opens_only_over_what_can_be_seen(qtbot: QtBot, in_sight: bool) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.setVisible(in_sight)
    dialog = FileDialog(parent, "")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    ended = []
    dialog.finished.connect(ended.append)
    dialog.open()
    assert dialog.isVisible() is in_sight
    assert ended == ([] if in_sight else [QDialog.DialogCode.Rejected])
    dialog.close()


@pytest.mark.parametrize("left", [NEEDED_DESCRIPTORS - 1, NEEDED_DESCRIPTORS])
def test_without_what_a_dialog_for_files_needs_a_sentence_stands_for_it(
    show_widget: Callable[[], QWidget], monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    monkeypatch.setattr(file_dialog, "has_descriptors", lambda count: count <= left)
    window = show_widget()
    is_possible = left == NEEDED_DESCRIPTORS
    assert may_open_files(window) is is_possible
    assert len(window.findChildren(Dialog)) == (not is_possible)


def test_the_first_one_begins_at_home_and_the_next_where_that_ended(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not where the program was started: on Windows in its own folder, in which nobody may save."""
    started, home, elsewhere = (tmp_path / name for name in ("started", "home", "elsewhere"))
    for folder in (started, home, elsewhere):
        folder.mkdir()
    monkeypatch.chdir(started)
    monkeypatch.setattr(file_dialog, "QDir", SimpleNamespace(homePath=lambda: str(home)))
    monkeypatch.setattr(FileDialog, "last_folder", "")
    first = FileDialog(None, "")
    qtbot.addWidget(first)
    assert Path(first.directory().absolutePath()) == home
    first.filesSelected.emit([str(elsewhere / "photo.jpg")])
    QFileDialog().setDirectory(str(home))  # Qt's own memory, which Windows' dialogs do not have
    following = FileDialog(None, "")
    qtbot.addWidget(following)
    assert Path(following.directory().absolutePath()) == elsewhere


def test_the_next_doctor_is_offered_no_folder_that_was_visited(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt's own dialog offers those that were picked from, over any start of the program."""
    (tmp_path / "patient").mkdir()
    (tmp_path / "patient" / "photo.jpg").touch()
    home = tmp_path / "home"
    home.mkdir()
    places = SimpleNamespace(homePath=lambda: str(home), rootPath=QDir.rootPath)
    monkeypatch.setattr(file_dialog, "QDir", places)
    dialog = FileDialog(None, "")
    dialog.selectFile(str(tmp_path / "patient" / "photo.jpg"))
    dialog.show()
    dialog.accept()
    shiboken6.delete(dialog)
    forget_folders()
    following = FileDialog(None, "")
    qtbot.addWidget(following)
    assert str(tmp_path / "patient") not in following.history()
    assert Path(following.directory().absolutePath()) == home


@pytest.mark.parametrize(("is_open", "home"), [(True, "."), (False, "."), (True, "missing")])
def test_a_dialog_that_is_left_at_the_end_brings_no_visited_folder_back(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_open: bool, home: str
) -> None:
    """Qt keeps them when a dialog is deleted, which at the end of a sign-in is after that."""
    (tmp_path / "patient").mkdir()
    places = SimpleNamespace(homePath=lambda: str(tmp_path / home), rootPath=QDir.rootPath)
    monkeypatch.setattr(file_dialog, "QDir", places)
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    dialog = FileDialog(parent, "")
    dialog.setHistory([str(tmp_path / "patient")])
    dialog.setDirectory(str(tmp_path / "patient"))
    ended = []
    dialog.finished.connect(ended.append)
    if is_open:
        dialog.open()
    forget_folders()
    assert not dialog.isVisible()
    assert ended == [QDialog.DialogCode.Rejected] * is_open
    shiboken6.delete(dialog)
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    assert "patient" not in f"{settings.value('FileDialog/history')}"
    assert "patient" not in f"{settings.value('FileDialog/lastVisited')}"
    following = QFileDialog()
    qtbot.addWidget(following)
    assert "patient" not in f"{following.directory().absolutePath()} {following.history()}"


@pytest.mark.parametrize("end", [lambda _: forget_folders(), delete_dialog])
def test_what_qt_asks_over_a_dialog_ends_before_it(
    qtbot: QtBot, end: Callable[[QDialog], None]
) -> None:
    """As whether to replace a file: the dialog was deleted under that, and the program crashed."""
    dialog = FileDialog(None, "")
    dialog.show()
    question, ended = QDialog(dialog), []
    question.finished.connect(lambda outcome: ended.append((outcome, dialog.isVisible())))
    question.open()
    end(dialog)
    assert ended == [(QDialog.DialogCode.Rejected, True)]
    qtbot.addWidget(dialog)


def test_a_usual_folder_that_is_not_there_is_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = tmp_path / "Pictures"
    locate = SimpleNamespace(writableLocation=lambda _place: str(pictures))
    monkeypatch.setattr(file_dialog, "QStandardPaths", locate)
    monkeypatch.setattr(file_dialog, "QDir", SimpleNamespace(homePath=lambda: str(tmp_path)))
    assert own_folder(StandardLocation.PicturesLocation) == str(tmp_path)
    pictures.mkdir()
    assert own_folder(StandardLocation.PicturesLocation) == str(pictures)
