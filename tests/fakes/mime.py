"""What a drag or the clipboard holds, and the hand that lets it go over a field."""

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit

PHOTO = "/home/doctor/Pictures/photo-arm.jpg"
NOTHING = Qt.KeyboardModifier.NoModifier


def words(text="", html="", files=(), picture=None):
    """What a drag or the clipboard holds."""
    data = QMimeData()
    if files:
        data.setUrls([QUrl.fromLocalFile(name) for name in files])
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    if picture is not None:
        data.setImageData(picture)
    return data


def picture_file(content, form="image/jpeg", text=""):
    """A picture as X11 and Wayland hand it on: its file's bytes, and Qt's pixels of them."""
    data = words(text, picture=QImage.fromData(content))
    data.setData(form, content)
    return data


NO_WORDS = {
    "a file": lambda: words(files=[PHOTO]),
    "a file and its name": lambda: words(PHOTO, files=[PHOTO]),
    "the address of a file": lambda: words(f"file://{PHOTO}"),
    "addresses of files": lambda: words(f"file://{PHOTO}\r\nFILE:///C:/a.png\r\n"),
    "a path of Windows": lambda: words('"C:\\Users\\doctor\\Desktop\\photo-arm.jpg"'),
    "a path of another computer": lambda: words("\\\\server\\share\\photo-arm.jpg"),
    "a path": lambda: words(PHOTO),
    "markup without words": lambda: words(html="<b> </b><img src='file:///etc/passwd'>"),
    "a picture": lambda: words(picture=QImage(4, 4, QImage.Format.Format_RGB32)),
    "nothing": QMimeData,
}


def text_of(field):
    """What is written in a field of one line or of several."""
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def drop_on(field, data):
    """Whether the field would take it; and it is let go there whatever was said."""
    target = field.viewport() if isinstance(field, QTextEdit) else field
    copy, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    place = QPointF(5, 5)
    enter = QDragEnterEvent(place.toPoint(), copy, data, button, NOTHING)
    enter.ignore()
    QApplication.sendEvent(target, enter)
    QApplication.sendEvent(target, QDropEvent(place, copy, data, button, NOTHING))
    return enter.isAccepted()
