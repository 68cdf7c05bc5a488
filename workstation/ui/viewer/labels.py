"""Words and marks of the viewer: an icon, a tag, a paragraph, a box for a number."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.ui.kit.fields.editing import LineEdit
from workstation.ui.kit.painting import (
    Block,
    draw_box,
    draw_line,
    fill_round,
    lay_out,
    line_width,
    painting,
)
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, VIEWER, Icon, TextRole, draw_icon, theme
from workstation.ui.kit.theme.qss import css
from workstation.ui.kit.widgets.tool_tip import set_tool_tip
from workstation.ui.viewer.focus_cycle import YieldsKeyboard

MAX_LINES = 6
MAX_LETTERS = 12


class ViewerIcon(QWidget):
    """One icon that says nothing more than the words beside it."""

    def __init__(self, icon: Icon, size: int = 0) -> None:
        super().__init__()
        self._icon = icon
        theme.hold(self, QWidget.setFixedWidth, size or SIZE.icon)
        theme.hold(self, QWidget.setFixedHeight, size or SIZE.icon)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting(self) as painter:
            draw_icon(painter, self._icon, QRectF(self.rect()), VIEWER.text, self.width())


class ViewerTag(QWidget):
    """A tag with the consultation of a picture; another one than the open one has a mark."""

    def __init__(self) -> None:
        super().__init__()
        self._text, self._away, self._whole = "", False, True
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def text(self) -> str:
        """The name on the tag."""
        return self._text

    def show_tag(self, text: str, *, away: bool) -> None:
        """Show the consultation's name; nothing for an empty text."""
        self._text, self._away = text, away
        self.setAccessibleName(text)
        set_tool_tip(self, text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def show_whole(self, *, whole: bool) -> None:
        """Say all of it, or show the mark alone: half a day is another day."""
        if whole is not self._whole:
            self._whole = whole
            self.updateGeometry()
            self.update()

    def whole_width(self) -> int:
        """The width of mark and words."""
        wide = line_width(self._text, self._font()) + 2 * SPACE.x2 + 2
        mark = SIZE.icon_sm + SPACE.x1 if self._away else 0
        return int(wide) + mark

    def sizeHint(self) -> QSize:
        return QSize(self.whole_width() if self._whole else SIZE.chip, SIZE.chip)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        ink = VIEWER.text if self._away else VIEWER.text_secondary
        with painting(self) as painter:
            if self._away:
                fill_round(painter, box, VIEWER.raised, RADIUS.xs)
            if not self._whole:
                draw_icon(painter, Icon.HISTORY, box, ink, SIZE.icon_sm)
                return
            box = box.adjusted(SPACE.x2, 0, -SPACE.x2, 0)
            if self._away:
                place = QRectF(box.x(), box.y(), SIZE.icon_sm, box.height())
                draw_icon(painter, Icon.HISTORY, place, ink, SIZE.icon_sm)
                box.setLeft(place.right() + SPACE.x1)
            draw_line(painter, box, self._text, self._font(), ink)

    def _font(self) -> QFont:
        return theme.font(TextRole.CAPTION, strong=self._away)


class ViewerParagraph(QWidget):
    """A few lines in the middle of a card as wide as a dialog, which leaves ``around`` free."""

    def __init__(self, around: int) -> None:
        super().__init__()
        self._around, self._text = around, ""
        theme.text_resized.connect(self._measure_again)
        self.show_text("")

    def show_text(self, text: str) -> None:
        """Show this text."""
        self._text = text
        self.setAccessibleName(text)
        self.setFixedSize(self._width, self._block().height)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting(self) as painter:
            self._block().draw(
                painter,
                QPointF(),
                VIEWER.text_secondary,
                Qt.AlignmentFlag.AlignHCenter,
                self._width,
            )

    @property
    def _width(self) -> int:
        return SIZE.dialog - self._around

    def _measure_again(self) -> None:
        self.show_text(self._text)

    def _block(self) -> Block:
        line = theme.style(TextRole.BODY).line
        return lay_out(
            self._text, theme.font(TextRole.BODY), line, self._width, max_lines=MAX_LINES
        )


class NumberBox(YieldsKeyboard, LineEdit):
    """A short number in the viewer's grey; ``mark_refused`` marks one that is not taken."""

    def __init__(self) -> None:
        super().__init__()
        theme.hold(self, QWidget.setFixedWidth, SIZE.thumb)
        theme.hold(self, QWidget.setFixedHeight, SIZE.control)
        self.setMaxLength(MAX_LETTERS)
        self.setTextMargins(SPACE.x2, 0, SPACE.x2, 0)
        # Over the application's sheet, whose colours change with the theme.
        self.setStyleSheet(
            f"color: {css(VIEWER.text)}; selection-background-color: {css(VIEWER.accent_fill)};"
            f" selection-color: {css(VIEWER.on)};"
        )
        self._refused = False

    def mark_refused(self, *, refused: bool) -> None:
        """Say by the frame that the number is not taken; the words stand beside it."""
        self._refused = refused
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        strong = self._refused or self.hasFocus()
        width = SIZE.focus_ring if strong else SIZE.hairline
        ink = VIEWER.accent if self.hasFocus() and not self._refused else VIEWER.text_secondary
        with painting(self) as painter:
            box = QRectF(self.rect())
            draw_box(painter, box, fill=VIEWER.bg, border=ink, width=width, radius=RADIUS.sm)
        super().paintEvent(event)
