"""A window with a consultation whose record can be saved; what is read comes from memory."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QFileDialog, QLineEdit

from tests.fakes.sign_in import OneGroup
from tests.ui.notices import visible_file_dialog, visible_notices
from tests.ui.record.samples import MYSELF, NOW_MS, make_message, photograph, source
from tests.ui.waiting import until
from workstation.devices import printers
from workstation.domain.closing import KeptSummary
from workstation.domain.errors import NetworkError
from workstation.domain.measurement import MeasurementSheet
from workstation.services.media_reader import LoadedMedia, OriginalFile
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.tasks import scope_of
from workstation.ui.record.package_wiring import EvidencePackages
from workstation.ui.record.wiring import Records
from workstation.ui.shell.window_frame import WindowFrame


class Kept(OneGroup):
    """What this computer knows of one consultation."""

    def __init__(self) -> None:
        self.source = source(make_message(1, "又痒了"), make_message(2, "先停芒果", MYSELF))
        self.clock = SimpleNamespace(now_ms=lambda: NOW_MS)
        self.conversations = self.closing = self
        self.bookmarks = SimpleNamespace(read=self._no_bookmarks)
        self.profile = SimpleNamespace(
            page=SimpleNamespace(name="林若川", title="主任医师"), display_name="林若川"
        )
        self.member_id = 1001
        self.sheets: dict[str, MeasurementSheet] = {}
        self.photos = SimpleNamespace(measured=self._measured)
        self.platform = "https://platform.example"
        self.store = SimpleNamespace(
            names={},
            worklist=SimpleNamespace(row=lambda _number: None),
            history=SimpleNamespace(get=lambda _number: None),
        )

    async def _measured(self, _number, digest):
        return self.sheets.get(digest, MeasurementSheet())

    async def _no_bookmarks(self, _number):
        return {}

    async def whole(self, _number):
        return self.source.conversation

    async def get(self, number):
        return KeptSummary(number)


class Pictures:
    """One small picture everywhere; ``gone`` names addresses without one."""

    def __init__(self, content: bytes) -> None:
        self.content, self.gone = content, set()

    async def picture(self, url):
        if url in self.gone:
            raise NetworkError("gone")
        return LoadedMedia(self.content, "jpeg", "image/jpeg")

    async def original(self, url):
        if url in self.gone:
            raise NetworkError("gone")
        return OriginalFile(self.content, "jpg")


class Leaving:
    """The window, what it knows, and the doctor's answers."""

    def __init__(self, records, pictures) -> None:
        self.builder, self.pictures = records, pictures
        self.frame = WindowFrame()
        self.frame.resize(1200, 800)
        self.frame.show()
        self.scope, self.may_align = scope_of(self.frame), True
        board = SimpleNamespace(length_of=lambda _url: None)
        records.reader = pictures
        self.records = Records(
            records, self.frame, board, self.scope, may_align=lambda: self.may_align
        )
        self.packages = EvidencePackages(records, self.frame, self.records, self.scope)

    @property
    def consultation(self):
        return self.builder.source.consultation

    def asked(self) -> Dialog | None:
        """The question that is open."""
        visible = [one for one in self.frame.findChildren(Dialog) if one.isVisible()]
        return visible[-1] if visible else None

    def files(self) -> QFileDialog | None:
        """The dialog that asks where to."""
        return visible_file_dialog(self.frame)

    async def print_dialog(self) -> QPrintDialog:
        """The system's print dialog, once it is there."""
        await until(lambda: (one := self.frame.findChild(QPrintDialog)) and one.isVisible())
        return self.frame.findChild(QPrintDialog)

    def bars(self) -> list[str]:
        """What is said at the foot of the window."""
        return visible_notices(self.frame)

    def stop(self) -> None:
        """Press what stops the work that is said at the foot of the window."""
        (bar,) = [bar for bar in self.frame.findChildren(SnackBar) if bar.isVisible()]
        bar.button.click()

    async def choose(self, path: Path) -> None:
        """Go on past the hint, and save there."""
        await until(self.asked)
        self.asked().answer("choose")
        await until(self.files)
        self.files().findChild(QLineEdit, "fileNameEdit").setText(str(path))
        self.files().accept()


@pytest.fixture
def leaving(qloop, outlived):  # noqa: ARG001
    """A record being saved or printed; whatever it left open is closed."""
    made = Leaving(Kept(), Pictures(photograph(600, 400)))
    yield made
    made.scope.close()
    if shiboken6.isValid(made.frame):
        made.frame.close()
        made.frame.deleteLater()


@pytest.fixture
def laser(monkeypatch):
    """A printer, as far as anybody asks."""
    monkeypatch.setattr(printers.QPrinterInfo, "availablePrinterNames", lambda: ["Laser"])
