"""The dialogs that ask for a file, in the current language also where Qt draws them."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import shiboken6
from PySide6.QtCore import QDir, QSettings, QStandardPaths
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from workstation.base.process_environment import has_descriptors
from workstation.domain.export import ExportPermit
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.strings import tr
from workstation.ui.kit.tasks import wait_for_signal
from workstation.ui.kit.widgets.button import ButtonKind

DialogLabel = QFileDialog.DialogLabel
StandardLocation = QStandardPaths.StandardLocation
NEEDED_DESCRIPTORS = 32
"""A dialog takes five to begin with, and the system's own some more."""


def open_in_sight(dialog: QDialog) -> None:
    """Open a window of its own, unless what it belongs to is out of sight by now.

    What it is about may have been fetched first, and the doctor have locked the window meanwhile:
    it would open over the lock, for whoever stands before it.
    """
    parent = dialog.parentWidget()
    if parent is None or parent.isVisible():
        QDialog.open(dialog)
    else:
        dialog.reject()


def may_open_files(window: QWidget) -> bool:
    """Whether the system gives what such a dialog needs; if not, that is said over ``window``.

    To be asked before one is made: without what its threads need GLib ends the program.
    """
    if has_descriptors(NEEDED_DESCRIPTORS):
        return True
    dialog = Dialog(window, tr("widgets.no_descriptors.what"), tr("widgets.no_descriptors.next"))
    dialog.add_button("cancel", tr("widgets.close"), ButtonKind.FILLED)
    dialog.open()
    return False


def own_folder(place: StandardLocation) -> str:
    """One of the doctor's usual folders, or the home folder where there is no such one."""
    folder = QStandardPaths.writableLocation(place)
    return folder if Path(folder).is_dir() else QDir.homePath()


class FileDialog(QFileDialog):
    """Says what Qt's own Chinese lacks; the system's dialogs have words of their own.

    It begins where the last one ended, and the first one in the home folder, which no share that
    hangs holds up as it may the documents. Qt's first one begins where the program was started, and
    with Windows' dialog each one: that is the program's own folder, or the system's, in which
    nobody may save and no photo lies.
    """

    last_folder: ClassVar[str] = ""

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent, title)
        self.setDirectory(FileDialog.last_folder or QDir.homePath())
        self.filesSelected.connect(FileDialog._remember_folder)
        self.setLabelText(DialogLabel.LookIn, tr("widgets.look_in"))
        self.setLabelText(DialogLabel.FileType, tr("widgets.file_type"))

    def open(self) -> None:  # type: ignore[override]  # Qt has one more, for a slot
        """Open only over what can be seen; else end as if it were cancelled."""
        open_in_sight(self)

    @staticmethod
    def _remember_folder(paths: Sequence[str]) -> None:
        """Remember where what was picked lies: the next dialog begins there."""
        FileDialog.last_folder = str(Path(paths[0]).parent)


def forget_folders() -> None:
    """Begin at home again, and offer none that was visited: the next doctor's photos lie elsewhere.

    Qt's own dialog keeps those in a file, for every start of the program, and writes it when it is
    deleted, which comes later: one that is left is emptied of them and closed. It is not deleted
    here, as Qt may be asking something over it.
    """
    FileDialog.last_folder = ""
    for dialog in QApplication.allWidgets():
        if isinstance(dialog, QFileDialog):
            dialog.setHistory([])
            # Where there is no home folder it would stay in the one that was visited.
            for folder in (QDir.rootPath(), QDir.homePath()):
                dialog.setDirectory(folder)
            _take_back_questions(dialog)
            if dialog.isVisible():
                dialog.reject()
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    for key in ("history", "lastVisited"):
        settings.remove(f"FileDialog/{key}")


class SaveDialog(FileDialog):
    """Asks where something may be saved that has leave to go there."""

    def __init__(self, parent: QWidget | None, title: str, _permit: ExportPermit) -> None:
        super().__init__(parent, title)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)


async def pick_path(dialog: SaveDialog, folder: str, file_name: str) -> Path | None:
    """Where the doctor wants it saved, to begin with there and under that name; ``None``: nowhere.

    Whoever is cancelled meanwhile takes the dialog away.
    """
    dialog.setDirectory(folder)
    dialog.selectFile(file_name)
    finished = wait_for_signal(dialog.finished)
    dialog.open()
    try:
        accepted = await finished == QDialog.DialogCode.Accepted
        return Path(dialog.selectedFiles()[0]) if accepted else None
    finally:
        delete_dialog(dialog)


def delete_dialog(dialog: QDialog) -> None:
    """Delete a dialog whose answer is known, or whose window is gone."""
    if shiboken6.isValid(dialog):
        _take_back_questions(dialog)
        dialog.deleteLater()


def _take_back_questions(dialog: QDialog) -> None:
    """End what Qt asks over a dialog in a loop of its own, which must not outlive the dialog."""
    for question in dialog.findChildren(QDialog):
        if question.isVisible():
            question.reject()
