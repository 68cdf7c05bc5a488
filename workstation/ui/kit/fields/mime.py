"""What a drop or the clipboard holds, as far as anything here takes it: words, files, a picture.

Qt puts a dropped file into a text field as its address, so a patient's photo became words that were
sent to the platform and named a folder of this computer. Files are files here, and words that do
nothing but name files are none. Every text field asks here, and every place that takes pictures.
"""

import os
import re
import sys
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage, QPixmap

from workstation.ui.kit.fields.html_text import words_of_html

_NAMES_A_FILE = re.compile(
    r"""file:                            # an address
      | [a-z]:[\\/]                      # Windows: drive, or another computer's share
      | \\\\[^\\\s]+\\
      | (?:~|/home|/root|/Users|/tmp|/var|/media|/mnt|/run|/usr|/opt|/etc|/srv)/
    """,
    re.VERBOSE | re.IGNORECASE,
)

_COPIED_BY_NAUTILUS = (
    "x-special/nautilus-clipboard\ncopy\n",
    "x-special/nautilus-clipboard\ncut\n",
)
"""What begins the words that the file manager of GNOME 3.30 to 3.38 puts there for addresses."""
_UNREADABLE = "\ufffd"
_WEB_ADDRESS = re.compile(r"(?:https?|ftp|blob|data):\S*$", re.IGNORECASE)
_FILE_FORMS = ("image/png", "image/jpeg", "image/webp", "image/gif")
"""In the order in which one is asked for; what programs give as PNG has lost nothing."""

MAX_FILE_BYTES = 20 * 1024 * 1024
"""Of a picture, or of any file, that is taken from this computer."""

GivenPicture = QImage | bytes
"""A picture's pixels, or the bytes of its file."""

_LEFT_OUT = dict.fromkeys((*range(0x09), *range(0x0E, 0x20), 0xFFFE, 0xFFFF))
"""Control characters and what is none, which no message carries (XML 1.0, production 2)."""
_AS_CARRIED = str.maketrans(_LEFT_OUT | {0x0B: "\n", 0x0C: "\n"})


def plain_text(source: QMimeData) -> str:
    """The words that may go into a text; empty for files, and for words that only name files.

    Of HTML alone they are what a reader would see of it; beside a picture the picture is meant, as
    it is beside the address that a browser gives with one.
    Where a page of a PDF or a line of another program ends a line begins; other control characters
    are left out, so that what stands in the field is what is sent.
    """
    if local_files(source):
        return ""
    words = source.text()
    if not words and source.hasHtml() and not source.hasImage():
        words = words_of_html(source.html())
    text = words.translate(_AS_CARRIED)
    lines = [line.strip().strip("\"'") for line in text.splitlines() if line.strip()]
    if source.hasImage() and all(map(_WEB_ADDRESS.match, lines)):
        return ""
    return "" if all(map(_NAMES_A_FILE.match, lines)) else text


def local_files(source: QMimeData) -> list[str]:
    """Paths of files on this computer.

    A signal hands them on as ``object``: as a list of Qt's they would be Qt's words again.
    """
    urls = source.urls() or _urls_of_nautilus(source.text())
    return [_path_of(url) for url in urls if url.isLocalFile()]


def _urls_of_nautilus(text: str) -> list[QUrl]:
    """Files that are named in words alone."""
    if not text.startswith(_COPIED_BY_NAUTILUS):
        return []
    return [QUrl(line, QUrl.ParsingMode.StrictMode) for line in text.splitlines()[2:]]


def _path_of(url: QUrl) -> str:
    """The path of a local file, also where its name is not UTF-8, as out of some archives.

    Qt puts a mark in place of what it cannot read, which names no file; Python keeps the bytes.
    """
    path = url.toLocalFile()
    if _UNREADABLE not in path or sys.platform == "win32":
        return path
    encoded = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
    return os.fsdecode(unquote_to_bytes(encoded))


def picture_of(source: QMimeData) -> GivenPicture | None:
    """A picture that is no file, where no words are meant by it.

    Office programs give words and a picture of them. Some platforms give a pixmap. Where the bytes
    of a file are there, they are given: Qt would make pixels of them here, in the window's thread,
    without a look at how they are to be turned, and fill up with grey what is missing at the end.
    """
    if not source.hasImage() or plain_text(source):
        return None
    form = next(filter(source.hasFormat, _FILE_FORMS), None)
    content = b"" if form is None else bytes(source.data(form).data())
    if 0 < len(content) <= MAX_FILE_BYTES:
        return content
    data = source.imageData()
    return data.toImage() if isinstance(data, QPixmap) else QImage(data)


def is_unreadable(picture: GivenPicture) -> bool:
    """Whether a picture that was given has no pixels: its program gave none that Qt can read."""
    return isinstance(picture, QImage) and picture.isNull()


def holds_pictures(source: QMimeData) -> bool:
    """Whether there are files or a picture to take; what the files are is found out later."""
    return bool(local_files(source)) or (source.hasImage() and not plain_text(source))
