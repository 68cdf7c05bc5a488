"""Pictures on the clipboard: from memory, and marked as nothing to be kept."""

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication, QImage

WINDOWS = 'application/x-qt-windows-mime;value="{}"'
NO = QByteArray((0).to_bytes(4, "little"))
MARKS = {
    WINDOWS.format("CanIncludeInClipboardHistory"): NO,
    WINDOWS.format("CanUploadToCloudClipboard"): NO,
    WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): NO,
    "x-kde-passwordManagerHint": QByteArray(b"secret"),
}
"""What Windows' history and cloud and KDE's history go by; other programs may not care."""


def copy_image(image: QImage) -> None:
    """Put a picture on the clipboard. Every program can read it from then on."""
    content = QMimeData()
    content.setImageData(image)
    for name, value in MARKS.items():
        content.setData(name, value)
    QGuiApplication.clipboard().setMimeData(content)
