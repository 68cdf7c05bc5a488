"""The palette's field: the words, before them the one group that is shown, at the end Esc."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.fields.editing import LineEdit
from workstation.ui.kit.fields.search_field import MAX_CHARACTERS, KeyCap
from workstation.ui.kit.painting import Ink, painting
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.kit.widgets.chip import RemovableTag


class PaletteField(QWidget):
    """The palette's input; emits the signals of its ``edit``, and ``group_cleared``."""

    group_cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = LineEdit(TextRole.TITLE)
        self.edit.setMaxLength(MAX_CHARACTERS)
        theme.hold(self, QWidget.setFixedHeight, SIZE.header)
        self._tag: RemovableTag | None = None
        self._row = QHBoxLayout(self)
        self._indent()
        theme.text_resized.connect(self._indent)
        self._row.setSpacing(SPACE.x2)
        self._row.addWidget(self.edit, 1)
        self._row.addWidget(KeyCap("Esc"))
        self.setFocusProxy(self.edit)

    def show_group(self, name: str) -> None:
        """Show that only this group is searched; an empty name stands for all."""
        if self._tag is not None:
            self._row.removeWidget(self._tag)
            self._tag.deleteLater()
            self._tag = None
        if name:
            self._tag = RemovableTag(name)
            self._tag.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._tag.removed.connect(self.group_cleared)
            self._row.insertWidget(0, self._tag)

    def _indent(self) -> None:
        """Begin after the icon, however large it is."""
        self._row.setContentsMargins(SPACE.x5 + SIZE.icon + SPACE.x3, 0, SPACE.x4, 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with painting(self) as painter:
            place = QRectF(SPACE.x5, 0, SIZE.icon, self.height())
            draw_icon(painter, Icon.SEARCH, place, Ink.SECONDARY.colour, SIZE.icon)
