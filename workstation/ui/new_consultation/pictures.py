"""Pictures that go with a new consultation: from this computer, or by their address."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.ui.kit.painting import Ink, draw_box, draw_track, painting
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.kit.widgets.icon_button import RemoveButton
from workstation.ui.kit.widgets.label import Label

TRACK = 4


@dataclass(slots=True)
class AttachedPicture:
    """A picture of the form: bytes to be uploaded, or a ``url``; ``error`` says what went wrong."""

    content: bytes | None = field(default=None, repr=False)
    url: str = field(default="", repr=False)
    thumb: QImage | None = field(default=None, repr=False)
    share: float | None = None
    error: str = ""


class Thumb(QWidget):
    """A small crop, or a link for a picture known by its address only."""

    def __init__(self, picture: QImage | None) -> None:
        super().__init__()
        self._picture = picture
        theme.hold(self, QWidget.setFixedWidth, SIZE.control_lg)
        theme.hold(self, QWidget.setFixedHeight, SIZE.control_lg)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        rect = QRectF(self.rect())
        with painting(self) as painter:
            if self._picture is None:
                draw_box(painter, rect, fill=theme.colours.bg_sunken, radius=RADIUS.sm)
                ink = theme.colours.text_secondary
                draw_icon(painter, Icon.LINK, rect, ink, SIZE.icon_sm)
                return
            path = QPainterPath()
            path.addRoundedRect(rect, RADIUS.sm, RADIUS.sm)
            painter.setClipPath(path)
            painter.drawImage(rect, self._picture)


class ProgressTrack(QWidget):
    """How much of an upload is done; empty room while none runs."""

    def __init__(self) -> None:
        super().__init__()
        self.share: float | None = None
        self.setFixedHeight(TRACK)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self.share is not None:
            with painting(self) as painter:
                draw_track(painter, QRectF(self.rect()), self.share)


class PictureLine(QWidget):
    """The line of a picture with its state; ``removed`` when its cross was pressed."""

    removed = Signal()

    def __init__(self, number: int, attached: AttachedPicture) -> None:
        super().__init__()
        self.attached = attached
        self.name = Label(role=TextRole.LABEL, elide=True)
        self.state = Label(role=TextRole.CAPTION, ink=Ink.TERTIARY, elide=True, tabular=True)
        self.track = ProgressTrack()
        self.cross = RemoveButton(Icon.X, size=SIZE.control_sm, icon_size=SIZE.icon_sm)
        self.cross.clicked.connect(self.removed)
        words = QVBoxLayout()
        words.setSpacing(0)
        for part in (self.name, self.state, self.track):
            words.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.x3)
        row.addWidget(Thumb(attached.thumb), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.cross)
        self.name.setText(tr("opening.picture", number=number))
        self.cross.set_name(tr("opening.remove", number=number))
        self.show_state()

    def sizeHint(self) -> QSize:
        """One line of the list."""
        return QSize(SIZE.menu, SIZE.bar)

    def show_state(self) -> None:
        """Show how far the picture is."""
        attached = self.attached
        self.track.share = attached.share
        self.track.update()
        self.state.set_ink(Ink.DANGER if attached.error else Ink.TERTIARY)
        self.state.setText(attached.error or _state(attached))


class PictureList(QWidget):
    """The lines, each with the cross that takes it out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.attached: list[AttachedPicture] = []
        self._lines: list[PictureLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.x2)
        self.hide()

    def add(self, attached: AttachedPicture) -> None:
        """Add a picture at the end."""
        self.attached.append(attached)
        self.retranslate()

    def clear(self) -> None:
        """Take all pictures out."""
        self.attached.clear()
        self.retranslate()

    def show_states(self) -> None:
        """Show how far the uploads are."""
        for line in self._lines:
            line.show_state()

    def retranslate(self) -> None:
        """Make the lines anew, in the current language."""
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [PictureLine(n, attached) for n, attached in enumerate(self.attached, 1)]
        for line in self._lines:
            self._column.addWidget(line)
            line.removed.connect(self._remover(line.attached))
        self.setVisible(bool(self._lines))

    def _remover(self, attached: AttachedPicture) -> Callable[[], None]:
        def remove() -> None:
            self.attached.remove(attached)
            self.retranslate()

        return remove


def _state(attached: AttachedPicture) -> str:
    if attached.share is not None:
        return tr("opening.uploading", percent=round(100 * attached.share))
    if attached.content is None:
        return attached.url
    return tr("opening.uploaded") if attached.url else tr("opening.waits")
