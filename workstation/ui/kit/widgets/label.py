"""Plain text in a role of the type scale, on that role's line height."""

import math
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from workstation.domain.value import Value
from workstation.ui.kit.painting import Block, Ink, lay_out, line_width, one_line, painting
from workstation.ui.kit.strings import translate_again
from workstation.ui.kit.theme import TextRole, theme
from workstation.ui.kit.widgets.tool_tip import plain_tip, set_tool_tip

MAX_WIDTHS = 8
"""For so many a label keeps how it is laid out; a layout asks for two or three."""


class LabelStyle(Value):
    """How a label is set; ``max_lines`` 0 is no limit; ``line`` (px at 100 %) 0 is the role's."""

    role: TextRole
    ink: Ink
    strong: bool
    tabular: bool
    wrap: bool
    elide: bool
    max_lines: int
    line: int


class Label(QLabel):
    """Text from anywhere, never read as markup.

    One line unless ``wrap``. ``elide`` lets it become narrower than its text, which then ends in
    an ellipsis and has the whole as its tool tip.
    """

    def __init__(  # noqa: PLR0913
        self,
        text: str = "",
        role: TextRole = TextRole.BODY,
        *,
        ink: Ink = Ink.PRIMARY,
        strong: bool = False,
        tabular: bool = False,
        wrap: bool = False,
        elide: bool = False,
        max_lines: int = 0,
        line: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._style = LabelStyle(role, ink, strong, tabular, wrap, elide, max_lines, line)
        self._laid_out: dict[float, Block] = {}
        self._heights: dict[int, int] = {}
        self._hint: QSize | None = None
        self._room_for = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        policy = self.sizePolicy()
        policy.setHeightForWidth(wrap)
        policy.setVerticalPolicy(QSizePolicy.Policy.Fixed if not wrap else policy.verticalPolicy())
        self.setSizePolicy(policy)
        self.setText(text)
        theme.changed.connect(self._measure_again)

    def set_ink(self, ink: Ink) -> None:
        """Change what the colour says."""
        if ink is not self._style.ink:
            self._style = replace(self._style, ink=ink)
            self.update()

    def set_max_lines(self, max_lines: int) -> None:
        """Have no more lines than so many; 0 is no limit."""
        if max_lines != self._style.max_lines:
            self._style = replace(self._style, max_lines=max_lines)
            self._measure_again()

    def keep_room_for(self, text: str) -> None:
        """Stay as high as ``text`` needs, until no text is named: what lies below does not move.

        Of several the one that needs most lines counts.
        """
        width = self.contentsRect().width()
        if not text or self._height_of(text, width) > self._height_of(self._room_for, width):
            self._room_for = text
            self._measure_again()

    def setText(self, text: str) -> None:
        """Say something else."""
        self._sentence = text
        if text != self.text():
            self._forget_sizes()  # which Qt asks for while it takes the text
            super().setText(text)

    def retranslate(self) -> None:
        """Say the same in the current language; whoever made it may say it anew before."""
        self.setText(translate_again(self._sentence))

    def setContentsMargins(self, *margins: Any) -> None:
        """Keep so much around the text."""
        self._forget_sizes()
        super().setContentsMargins(*margins)

    @property
    def is_cut(self) -> bool:
        """Whether its lines are too few for all of a text that wraps."""
        limit = self._style.max_lines
        if not limit or len(self.block(self.width()).lines) < limit:
            return False
        return len(lay_out(self.text(), self._font(), self._line(), self.width()).lines) > limit

    def block(self, width: float) -> Block:
        """The text laid out for ``width``.

        A page asks every label dozens of times for its sizes before it is painted once, so they
        are kept until text, margins or theme change: the size of the text is the theme's.
        """
        if width not in self._laid_out:
            if len(self._laid_out) == MAX_WIDTHS:
                self._laid_out.clear()
            self._laid_out[width] = self._lay_out(self.text(), self._font(), max(1.0, width))
        return self._laid_out[width]

    def _forget_sizes(self) -> None:
        self._laid_out, self._heights, self._hint = {}, {}, None

    def _measure_again(self) -> None:
        self._forget_sizes()
        self.updateGeometry()

    def _lay_out(self, text: str, font: QFont, width: float) -> Block:
        line = self._line()
        if self._style.wrap:
            return lay_out(text, font, line, width, max_lines=self._style.max_lines)
        return lay_out(one_line(text), font, line, width, max_lines=1)

    def _height_of(self, text: str, width: float) -> int:
        return self._lay_out(text, self._font(), max(1.0, width)).height if text else 0

    def _font(self) -> QFont:
        style = self._style
        return theme.font(style.role, strong=style.strong, tabular=style.tabular)

    def _line(self) -> int:
        return theme.scaled(self._style.line) or theme.style(self._style.role).line

    def sizeHint(self) -> QSize:
        if self._hint is None:
            text, font, margins = self.text(), self._font(), self.contentsMargins()
            paragraphs = text.split("\n") if self._style.wrap else [one_line(text)]
            width = math.ceil(max(line_width(part, font) for part in paragraphs))
            self._hint = QSize(
                width + margins.left() + margins.right(),
                len(paragraphs) * self._line() + margins.top() + margins.bottom(),
            )
        return self._hint

    def minimumSizeHint(self) -> QSize:
        hint = QSize(self.sizeHint())
        if self._style.wrap or self._style.elide:
            hint.setWidth(min(hint.width(), 2 * theme.style(self._style.role).size))
        return hint

    def heightForWidth(self, width: int) -> int:
        if not self._style.wrap:
            return -1
        height = self._heights.get(width)
        if height is None:
            margins = self.contentsMargins()
            inner = width - margins.left() - margins.right()
            height = max(self.block(inner).height, self._height_of(self._room_for, inner))
            height += margins.top() + margins.bottom()
            self._heights[width] = height
        return height

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        area = self.contentsRect()
        block = self.block(area.width())
        x, y = float(area.x()), float(area.y())
        alignment = self.alignment()
        if alignment & Qt.AlignmentFlag.AlignVCenter:
            y += max(0, (area.height() - block.height) // 2)
        ink = self._style.ink if self.isEnabled() else Ink.DISABLED
        with painting(self) as painter:
            block.draw(painter, QPointF(x, y), ink.colour, alignment, area.width())
        if self._style.elide and not self._style.wrap:
            self.update_tool_tip(block)

    def update_tool_tip(self, block: Block) -> None:
        """Have the whole as the tool tip, if it is not shown."""
        first_line = block.lines[0].text if block.lines else ""
        whole = "" if first_line == one_line(self.text()) else self.text()
        if self.toolTip() != plain_tip(whole):
            set_tool_tip(self, whole)
