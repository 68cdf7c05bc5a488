"""In place of a picture: that there is none, that it loads, or why it cannot be shown."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workstation.domain.errors import UnsupportedMedia, WorkstationError
from workstation.domain.export import ExportChannel
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.painting import draw_box, painting
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.kit.strings.catalogue import has_text
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, VIEWER, Icon, TextRole
from workstation.ui.viewer.controls import ViewerButton, ViewerText
from workstation.ui.viewer.labels import ViewerIcon, ViewerParagraph


class FailureCard(QWidget):
    """A card in place of a picture: it loads, there is none, or it failed.

    ``retry`` and ``save`` are its buttons, shown once a picture has failed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.title = ViewerText(TextRole.TITLE, strong=True)
        self.reason = ViewerParagraph(2 * SPACE.x6)
        self.retry = ViewerButton(Icon.REFRESH, boxed=True)
        self.save = ViewerButton(Icon.DOWNLOAD, boxed=True)
        self._mark = ViewerIcon(Icon.ALERT, SIZE.icon_lg)
        self._card = QWidget()
        self._arrange()
        export_rules.changed.connect(self.retranslate)
        self.retranslate()
        self.show_loading()

    def show_loading(self) -> None:
        """Say that the picture is being loaded."""
        self.title.show_text(tr("viewer.loading"))
        self.reason.show_text("")
        self._show_parts(failed=False)

    def show_empty(self) -> None:
        """Say that there is no picture."""
        self.title.show_text(tr("viewer.none"))
        self.reason.show_text("")
        self._show_parts(failed=False)

    def show_failure(self, title: str, reason: str) -> None:
        """Say what the file is, and why it is not shown."""
        self.title.show_text(title)
        self.reason.show_text(reason)
        self._show_parts(failed=True)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.retry.set_words(tr("viewer.reload"), visible=True)
        self.save.set_words(tr("viewer.save_as"), visible=True, keys="Ctrl S")
        export_rules.mark(self.save, ExportChannel.FILE)

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(event.rect(), VIEWER.bg)
            if not self.retry.isHidden():
                background: QColor = VIEWER.bar
                box = self._card.geometry().toRectF()
                draw_box(painter, box, fill=background, border=VIEWER.border, radius=RADIUS.lg)

    def _show_parts(self, *, failed: bool) -> None:
        for part in (self._mark, self.reason, self.retry, self.save):
            part.setVisible(failed)
        self.update()

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE.x2)
        buttons.addStretch(1)
        buttons.addWidget(self.retry)
        buttons.addWidget(self.save)
        buttons.addStretch(1)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(*(4 * (SPACE.x6,)))
        inside.setSpacing(SPACE.x3)
        for part in (self._mark, self.title, self.reason):
            inside.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addLayout(buttons)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self._card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)


def failure_words(error: WorkstationError) -> tuple[str, str]:
    """A title and what to do, by what the file is."""
    kind = error.code.removeprefix("media.")
    if isinstance(error, UnsupportedMedia) and error.detail == "heic":
        kind = "heic"
    key = f"viewer.failure.{kind}"
    if has_text(f"{key}.title"):
        return tr(f"{key}.title"), tr(f"{key}.text")
    return tr("viewer.failure.title"), str(error_text(error))
