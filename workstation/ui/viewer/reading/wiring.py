"""Reading a photo: asked for by the doctor, shown beside the photo, given up when put away."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from workstation.base.task_scope import TaskScope
from workstation.domain.audit import RecordAudit
from workstation.domain.errors import WorkstationError
from workstation.services.text_reading import MAX_READ_SIDE, ReadablePhoto, TextReader
from workstation.ui.export.gate import ExportGate
from workstation.ui.kit.strings import tr
from workstation.ui.viewer.levels import Levels
from workstation.ui.viewer.pane import ViewerPane
from workstation.ui.viewer.reading.sheet import ReadingSheet
from workstation.ui.viewer.viewer_photo import ViewerPhoto

WORK = "reading"
BYTES_A_PIXEL = 3


class PhotoReading:
    """Shows one photo at a time with what is read on it; ``host`` gives what the sheet lies over.

    ``insert`` puts words into the reply of a photo's consultation.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what all of it works with
        self,
        texts: TextReader,
        host: Callable[[], QWidget],
        scope: TaskScope,
        notify: Callable[[str], None],
        record: RecordAudit,
        insert: Callable[[ViewerPhoto, str], None],
    ) -> None:
        self._texts, self._host, self._scope = texts, host, scope
        self._notify, self._record, self._insert = notify, record, insert
        self._sheet: ReadingSheet | None = None

    def offer_on(self, pane: ViewerPane) -> None:
        """Let the photos of a side be read, where they can be."""
        if self._texts.offered:
            pane.offer_reading()
            # Of a bound method of what is no QObject, PySide keeps something for good.
            pane.read_asked.connect(partial(self.open))

    def open(self, photo: ViewerPhoto, levels: Levels) -> None:
        """Show the photo large, and begin to read it."""
        self.close()
        host = self._host()
        self._sheet = sheet = ReadingSheet(host, levels, inserts=photo.may_ask)
        gate = ExportGate(host, self._scope, self._notify, self._record)
        sheet.copy_asked.connect(
            lambda text: gate.copy_text(_labelled(text), photo.consultation_id)
        )
        sheet.insert_asked.connect(lambda text: self._put(photo, text))
        sheet.retry_requested.connect(lambda: self._begin(sheet, levels))
        sheet.closed.connect(partial(self._end, sheet))
        sheet.destroyed.connect(partial(self._end, sheet))
        sheet.open()
        self._begin(sheet, levels)

    def close(self) -> None:
        """Close the sheet and stop reading."""
        if self._sheet is not None:
            self._sheet.dismiss()

    def _begin(self, sheet: ReadingSheet, levels: Levels) -> None:
        sheet.begin()
        self._scope.spawn(self._read(sheet, levels), key=WORK)

    async def _read(self, sheet: ReadingSheet, levels: Levels) -> None:
        try:
            lines = await self._texts.read(partial(readable, levels.original))
        except WorkstationError:
            sheet.show_failure(tr("reading.failed"))
        else:
            sheet.show_lines(lines)

    def _put(self, photo: ViewerPhoto, text: str) -> None:
        self.close()
        self._insert(photo, _labelled(text))

    def _end(self, sheet: ReadingSheet, *_gone: QObject) -> None:
        """Stop reading for a sheet, also one that went with its window; never for the next one."""
        if sheet is self._sheet:
            self._scope.cancel(WORK)
            self._sheet = None


def readable(picture: QImage) -> ReadablePhoto:
    """The photo in the size and the colours that the machine takes; for any thread."""
    longer = max(picture.width(), picture.height())
    if longer > MAX_READ_SIDE:
        picture = picture.scaled(
            MAX_READ_SIDE,
            MAX_READ_SIDE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    plain = picture.convertToFormat(QImage.Format.Format_BGR888)
    content, stride, width = bytes(plain.constBits()), plain.bytesPerLine(), plain.width()
    pixels = b"".join(
        content[start : start + BYTES_A_PIXEL * width]
        for start in range(0, plain.height() * stride, stride)
    )
    return ReadablePhoto(pixels, width, plain.height(), longer / max(width, plain.height()))


def _labelled(text: str) -> str:
    """The text with a line that says, wherever it goes, that a machine read it."""
    return "\n".join((text, tr("reading.label")))
