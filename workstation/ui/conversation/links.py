"""Opens an address from a conversation; the only place that calls the browser."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_link(url: str) -> None:
    """Open an https address in the browser; whatever else is asked for is not opened."""
    address = QUrl(url, QUrl.ParsingMode.StrictMode)
    if address.scheme() == "https" and address.host() and not address.userInfo():
        QDesktopServices.openUrl(address)
