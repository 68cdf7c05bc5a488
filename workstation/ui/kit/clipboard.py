"""The clipboard, and X11's selection: the one module that touches them.

What is written was permitted; it is marked as nothing to be kept by histories and clouds.
"""

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication, QImage

from workstation.domain.export import ExportPermit

WINDOWS = 'application/x-qt-windows-mime;value="{}"'
NO = QByteArray((0).to_bytes(4, "little"))
MARKS = {
    WINDOWS.format("CanIncludeInClipboardHistory"): NO,
    WINDOWS.format("CanUploadToCloudClipboard"): NO,
    WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): NO,
    "x-kde-passwordManagerHint": QByteArray(b"secret"),
}
"""What Windows' history and cloud and KDE's history go by; other programs may not care."""


def write_text(text: str, permit: ExportPermit) -> None:
    """Put words on the clipboard. Every program can read them from then on."""
    content = QMimeData()
    content.setText(text)
    _write(content, permit)


def write_picture(picture: QImage, permit: ExportPermit) -> None:
    """Put a picture on the clipboard. Every program can read it from then on."""
    content = QMimeData()
    content.setImageData(picture)
    _write(content, permit)


def clipboard_content() -> QMimeData:
    """What may be pasted."""
    return _content(QClipboard.Mode.Clipboard)


def selection_content() -> QMimeData:
    """What X11's middle button pastes; nothing elsewhere."""
    return _content(QClipboard.Mode.Selection)


def take_back() -> None:
    """Empty clipboard and selection of what this program put there, and of nothing else."""
    board = QGuiApplication.clipboard()
    if board.ownsClipboard():
        board.clear()
    if board.ownsSelection():
        board.clear(QClipboard.Mode.Selection)


def _content(mode: QClipboard.Mode) -> QMimeData:
    """The content of a clipboard; empty where Qt gives none, whatever PySide's types say."""
    return QGuiApplication.clipboard().mimeData(mode) or QMimeData()


def _write(content: QMimeData, permit: ExportPermit) -> None:
    if permit.channel is not None:
        for name, value in MARKS.items():
            content.setData(name, value)
    QGuiApplication.clipboard().setMimeData(content)
