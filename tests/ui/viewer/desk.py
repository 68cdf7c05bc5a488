"""A window with the viewer wired to photographs in memory."""

import asyncio
import dataclasses
import io
from pathlib import Path
from types import SimpleNamespace

from PIL import Image
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.fakes.sign_in import OneGroup
from tests.ui.notices import visible_file_dialog, visible_notices
from tests.ui.still_board import StillBoard
from tests.ui.waiting import until
from tests.vault.people import consultation
from workstation.domain.errors import MediaTooLarge, StorageError
from workstation.domain.geometry import Point
from workstation.domain.measurement import MeasurementSheet, Scale
from workstation.domain.photo_quality import PhotoFlaw
from workstation.domain.photos import PhotoTimeline, ViewerStart, symptom_photos
from workstation.services.media_reader import LoadedMedia, OriginalFile
from workstation.store.feed import Feed
from workstation.ui.kit.tasks import scope_of
from workstation.ui.shell.window_frame import WindowFrame
from workstation.ui.viewer.own_window import OwnWindowChoice, ViewerWindow
from workstation.ui.viewer.viewer import Viewer
from workstation.ui.viewer.wiring import ViewerWiring

PRESENT = dataclasses.replace(
    consultation(7, images=("/1.jpg", "/2.jpg", "/3.jpg")), created_ms=900
)
BEFORE = consultation(5, images=("/old.jpg",), created_ms=100)
SHEET = MeasurementSheet(Scale(Point(10, 10), Point(40, 10), 10.0))


def jpeg(shade: int) -> bytes:
    """A photograph of 64 by 48 pixels; another shade is another content."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 90, 60)).save(file, "JPEG")
    return file.getvalue()


class Kept(OneGroup):
    """The vault of one patient's photographs, and the library; ``faults`` by address."""

    def __init__(self) -> None:
        self.timeline_now = PhotoTimeline((*symptom_photos(BEFORE), *symptom_photos(PRESENT)))
        self.faults: dict[str, Exception] = {}
        self.gates: dict[str, asyncio.Event] = {}
        self.asked: list[str] = []
        self.sheets: dict[tuple[int, str], MeasurementSheet] = {}
        self.unread = self.full = False
        self.refusals = 0
        self.in_process = {PRESENT.consultation_id}
        worklist = SimpleNamespace(row=lambda number: number if number in self.in_process else None)
        self.store = SimpleNamespace(changes=Feed(), worklist=worklist)
        self.clock = SimpleNamespace(now_ms=lambda: 1_000)
        self.photos = self.reader = self
        self.texts = SimpleNamespace(offered=False)
        self._work: list[asyncio.Task[None]] = []

    def spawn(self, work) -> None:
        self._work.append(asyncio.ensure_future(work))

    async def timeline(self, _number: int) -> PhotoTimeline:
        """The photographs as this test has set them."""
        return self.timeline_now

    async def measured(self, number: int, digest: str) -> MeasurementSheet:
        """What was measured. Raises ``StorageError`` while ``unread``."""
        if self.unread:
            raise StorageError("unreadable")
        return self.sheets.get((number, digest), MeasurementSheet())

    async def keep_measured(
        self, number: int, digest: str, sheet: MeasurementSheet, _now_ms: int
    ) -> None:
        """Keep it. Raises ``StorageError`` while ``full``."""
        if self.full:
            self.refusals += 1
            raise StorageError("full")
        self.sheets[number, digest] = sheet

    async def picture(self, url: str) -> LoadedMedia:
        self.asked.append(url)
        if url in self.gates:
            await self.gates[url].wait()
        if url in self.faults:
            raise self.faults[url]
        return LoadedMedia(jpeg(len(url) * 9), "jpeg", "image/jpeg")

    async def original(self, url: str) -> OriginalFile:
        if isinstance(self.faults.get(url), MediaTooLarge):
            raise self.faults[url]
        return OriginalFile(b"bytes of " + url.encode(), "heic" if url in self.faults else "jpg")


class Thumbnails(QObject, StillBoard):
    """Those of the strip never come; ``flawed`` is what is known of photos that may be unfit."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.flawed: dict[str, tuple[PhotoFlaw, ...]] = {}

    def flaws(self, url: str) -> tuple[PhotoFlaw, ...]:
        return self.flawed.get(url, ())


class Desk:
    """A window with the viewer's wiring."""

    def __init__(self, qtbot, kept_dir: Kept, folder: Path) -> None:
        self.cache = kept_dir
        self.frame = WindowFrame()
        qtbot.addWidget(self.frame)
        self.frame.resize(1200, 800)
        self.frame.show()
        self.scope = scope_of(self.frame)
        self.is_own, self.may_align, self.remembered = False, True, []
        choice = OwnWindowChoice(
            folder / "viewer.geometry", lambda: self.is_own, self.remembered.append
        )
        self.thumbnails = Thumbnails(self.frame)
        self.wiring = ViewerWiring(
            self.frame,
            kept_dir,
            self.thumbnails,
            self.scope,
            choice,
            may_align=lambda: self.may_align,
        )

    def open(self, url: str = "/2.jpg", sent=(), start=ViewerStart.LOOK) -> Viewer:
        self.wiring.open(PRESENT, url, sent, start)
        return self.viewer

    @property
    def window(self) -> ViewerWindow | None:
        """The window of its own, while it may be seen."""
        every = QApplication.topLevelWidgets()
        visible = [one for one in every if isinstance(one, ViewerWindow) and one.isVisible()]
        assert len(visible) <= 1
        return visible[0] if visible else None

    @property
    def viewer(self) -> Viewer:
        places = [self.frame, *filter(None, (self.window,))]
        every = [one for place in places for one in place.findChildren(Viewer)]
        visible = [one for one in every if one.isVisible()]
        assert len(visible) == 1
        return visible[0]

    async def ready(self) -> Viewer:
        await until(lambda: self.viewer.sides.active.ready)
        return self.viewer

    def bars(self) -> list[str]:
        """The sentences in the bars that are shown now."""
        return visible_notices(self.frame)

    async def save_to(self, path) -> None:
        """Answer the system's dialog for a file's name, once it is open."""
        await until(lambda: visible_file_dialog(self.frame))
        dialog = visible_file_dialog(self.frame)
        dialog.findChild(QLineEdit, "fileNameEdit").setText(str(path))
        dialog.accept()
