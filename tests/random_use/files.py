"""Files that come and go: odd ones let go over a reply, exports, and a history that is deleted."""

import asyncio
import itertools
import random
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from tests.fakes.documents import PDF, document
from tests.fakes.mime import drop_on, words
from tests.journeys.conftest import Work
from tests.media.conftest import encoded
from tests.random_use import hands
from tests.random_use.journal import Journal
from tests.random_use.surroundings import Note, Place
from workstation.evidence.verification import verify_package
from workstation.ui.history.page import HistoryPage
from workstation.ui.kit.layers.dialog import Dialog

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SAVING = QFileDialog.AcceptMode.AcceptSave
DIALOG_SECONDS, DIALOG_LOOKS = 0.1, 12
WAYS_OUT = ["package", "package", "pdf"]


def _odd_files() -> dict[str, bytes]:
    """What lies on a doctor's desktop, by its name."""
    photo, bitmap = encoded("JPEG", (900, 600)), encoded("BMP", (300, 200))
    return {
        "photo.jpg": photo,
        "half.jpg": photo[: len(photo) // 2],
        "empty.png": b"",
        "words.jpg": "不是图片".encode(),
        "picture.txt": encoded("PNG"),
        "scan.bmp": bitmap,
        "moving.gif": encoded("GIF"),
        "report.pdf": PDF,
        "plan.docx": document("docx"),
        "program.exe": b"MZ" + bytes(500),
        "large.png": encoded("PNG", (5000, 4000)),
    }


class Files:
    """``acts`` are what may be done with files now, with how often."""

    def __init__(
        self, place: Place, work: Work, chance: random.Random, journal: Journal, note: Note
    ) -> None:
        self._place, self._work, self._chance, self._note = place, work, chance, note
        self._numbers = itertools.count(journal.count("act"))

    def acts(self) -> dict[Callable[[], object], float]:
        """What may be done now."""
        if self._work.program.main_window is None or self._work.window.is_covered:
            return {}
        return {self.drop_files: 1, self.export: 0.6, self.delete_history: 0.6}

    def drop_files(self) -> None:
        """Let some of them go over the reply, with a folder and one that is gone."""
        editor = self._work.active.composer.editor
        if not editor.isVisible():
            return
        folder = self._place.folder / "desktop"
        if not folder.exists():
            folder.mkdir()
            for name, content in _odd_files().items():
                (folder / name).write_bytes(content)
            (folder / "folder.jpg").mkdir()
        names = [*(each.name for each in sorted(folder.iterdir())), "gone.jpg"]
        given = self._chance.sample(names, self._chance.randrange(1, 4))
        self._note(f"drop {given}")
        drop_on(editor, words(files=[str(folder / name) for name in given]))

    async def export(self) -> None:
        """Let a consultation leave as a file; the questions before it are answered by chance."""
        offered = self._work.active.conversation.head.offered_actions()
        way = self._chance.choice(WAYS_OUT)
        if way not in offered or self._work.active.open_key is None:
            return
        self._note(f"export as {way}")
        offered[way]()
        for _ in range(DIALOG_LOOKS):
            await asyncio.sleep(DIALOG_SECONDS)
            if self._work.program.main_window is None:
                return
            if self._save():
                return
            self._answer()

    def _save(self) -> bool:
        """Say where to, if it is asked by now, maybe for a picture of earlier acts."""
        folder = exports_of(self._place)
        folder.mkdir(exist_ok=True)
        for dialog in hands.windows():
            # One that asks for a file to be read says in a loop of its own that this one is none.
            if isinstance(dialog, QFileDialog) and dialog.acceptMode() is SAVING:
                name = dialog.findChild(QLineEdit, "fileNameEdit")
                if name is not None:
                    name.setText(str(folder / f"{next(self._numbers)}{ending_of(dialog)}"))
                    dialog.accept()
                    return True
        return False

    def _answer(self) -> None:
        """Agree, or anything else."""
        for dialog in self._work.window.findChildren(Dialog):
            focused = QApplication.focusWidget()
            if dialog.isVisible() and focused is not None and dialog.isAncestorOf(focused):
                hands.press(self._chance.choice([Key.Key_Return] * 4 + [Key.Key_Tab]), text="\r")

    async def delete_history(self) -> None:
        """Delete rows of the history, and take it back or not, whatever the network does."""
        self._note("delete in the history")
        hands.press(Key.Key_2, CONTROL)
        await asyncio.sleep(DIALOG_SECONDS)
        main_window = self._work.program.main_window
        page = None if main_window is None else main_window.frame.page("history")
        if not isinstance(page, HistoryPage) or not page.isVisible():
            return
        page.list_pane.list.setFocus()
        for _ in range(self._chance.randrange(1, 4)):
            hands.press(Key.Key_Down)
        hands.press(Key.Key_Delete)
        await asyncio.sleep(DIALOG_SECONDS)
        if self._chance.random() < 0.6:
            hands.press(Key.Key_Z, CONTROL)


def ending_of(dialog: QFileDialog) -> str:
    """That of the name which the program proposes: it tells what is to be saved."""
    return Path(dialog.selectedFiles()[0]).suffix


def exports_of(place: Place) -> Path:
    """Where exports go: a folder of the doctor's own."""
    return place.folder / "exports"


def judge_exports(place: Place) -> list[str]:
    """What is wrong with the files that were exported: each is whole, or is not there."""
    folder, wrong = exports_of(place), []
    for path in sorted(folder.iterdir()) if folder.exists() else []:
        if path.suffix == ".zip" and verify_package(path).findings:
            wrong.append(f"the package {path.name} is not whole")
        content = path.read_bytes() if path.suffix == ".pdf" else b""
        if content and not (content.startswith(b"%PDF") and b"%%EOF" in content[-64:]):
            wrong.append(f"the document {path.name} is not whole")
    return wrong
