"""The design's icons, drawn from SVG in any colour, size and device pixel ratio."""

import enum
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from workstation.base.paths import resource
from workstation.ui.kit.theme.theme import SIZE

DRAWN_STROKE = 1.5
DRAWN_SIZE = 20
DRAWN_COLOUR = "#46535D"


class Icon(enum.Enum):
    """Every icon there is; the value is its file's name."""

    ALERT = "alert"
    AREA = "area"
    BELL = "bell"
    BOOKMARK = "bookmark"
    CHAT = "chat"
    CHECK = "check"
    CHECKS = "checks"
    CLOCK = "clock"
    COMPARE = "compare"
    CONTRAST = "contrast"
    COPY = "copy"
    DOC = "doc"
    DOWN = "down"
    DOWNLOAD = "download"
    EYE = "eye"
    FILTER = "filter"
    FIT = "fit"
    FLAG = "flag"
    FLIP = "flip"
    FLIP_UP = "flipv"
    GLOBE = "globe"
    GRIP = "grip"
    HISTORY = "history"
    IMAGE = "image"
    INBOX = "inbox"
    INFO = "info"
    KEY = "key"
    KEYBOARD = "keyboard"
    LEFT = "left"
    LENGTH = "length"
    LINK = "link"
    LOCK = "lock"
    MAIL = "mail"
    MIC = "mic"
    MINUS = "minus"
    MOON = "moon"
    MORE = "more"
    OFFLINE = "offline"
    PALETTE = "palette"
    PANEL = "panel"
    PAUSE = "pause"
    PENCIL = "pencil"
    PERSON = "person"
    PIN = "pin"
    PLAY = "play"
    PLUS = "plus"
    POINTER = "pointer"
    QUICK = "quick"
    REFRESH = "refresh"
    RIGHT = "right"
    ROTATE_LEFT = "rotl"
    ROTATE_RIGHT = "rotr"
    RULER = "ruler"
    SEARCH = "search"
    SEND = "send"
    SERVER = "server"
    SIGN_OUT = "signout"
    SLIDERS = "sliders"
    SUN = "sun"
    TAG = "tag"
    TRASH = "trash"
    UNDO = "undo"
    UP = "up"
    USERS = "users"
    WINDOW = "window"
    X = "x"


@lru_cache(maxsize=64)
def _source(icon: Icon) -> str:
    return resource(f"icons/{icon.value}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _render(icon: Icon, rgb: str, size: int, width: float, ratio: float) -> QPixmap:
    """The icon rendered at a size, its stroke widened as the drawing shrinks."""
    stroke = width * DRAWN_SIZE / size
    text = _source(icon).replace(DRAWN_COLOUR, rgb)
    text = text.replace(f'stroke-width="{DRAWN_STROKE}"', f'stroke-width="{stroke:.4f}"')
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(text.encode()).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon_pixmap(icon: Icon, colour: QColor, size: int, ratio: float) -> QPixmap:
    """``icon`` as a picture of ``size`` px for a screen of the given device pixel ratio."""
    return _render(icon, colour.name(), size, SIZE.icon_stroke, ratio)


def draw_icon(painter: QPainter, icon: Icon, rect: QRectF, colour: QColor, size: int) -> None:
    """Draw ``icon`` in the middle of ``rect``, as crisp as the device allows."""
    ratio = painter.device().devicePixelRatioF()
    left = round(rect.x() + (rect.width() - size) / 2)
    top = round(rect.y() + (rect.height() - size) / 2)
    painter.drawPixmap(left, top, icon_pixmap(icon, colour, size, ratio))
