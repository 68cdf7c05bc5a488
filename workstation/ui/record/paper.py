"""A4 in the design's type: one px of the tokens is 1/96 inch on paper, whatever the device."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from workstation.ui.kit.theme import TextRole, TextStyle, theme
from workstation.ui.kit.theme.colours import Colours

PX_PER_INCH = 96
MM = PX_PER_INCH / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, TOP, FOOT = 20 * MM, 20 * MM, 22 * MM
TEXT_WIDTH, TEXT_HEIGHT = WIDTH - 2 * LEFT, HEIGHT - TOP - FOOT


@dataclass(frozen=True, slots=True)
class Type:
    """A font of the scale, its line height in px, and where its base line lies in that."""

    font: QFont
    line: int
    baseline: float

    @classmethod
    def of(cls, role: TextRole, *, strong: bool = False) -> "Type":
        """The type of a role in its own size: the text size of the screen is not the paper's.

        No glyph stands for another: a PDF would not know the colon of ``10:52`` any more.
        """
        style: TextStyle = theme.paper_style(role)
        font = QFont(theme.font(role, strong=strong))
        font.setFeature(QFont.Tag("calt"), 0)
        font.setPixelSize(style.size)
        measure = QFontMetricsF(font)
        spare = style.line - measure.ascent() - measure.descent()
        return cls(font, style.line, spare / 2 + measure.ascent())

    def on(self, other: "Type") -> "Type":
        """This font on the lines of another, base line on base line."""
        return Type(self.font, other.line, other.baseline)


class Paper:
    """Types and inks; made where the window's fonts may be asked, then used in any thread."""

    def __init__(self) -> None:
        self.colours: Colours = theme.paper
        self.name = Type.of(TextRole.DISPLAY, strong=True)
        self.heading = Type.of(TextRole.TITLE, strong=True)
        self.strong = Type.of(TextRole.LABEL, strong=True)
        self.label = Type.of(TextRole.LABEL)
        self.body = Type.of(TextRole.BODY)
        self.caption = Type.of(TextRole.CAPTION)
        self.caption_strong = Type.of(TextRole.CAPTION, strong=True)
        self.byline = self.caption.on(self.heading)
        self.role = self.caption.on(self.strong)
        self.margin = self.caption.on(self.body)

    @property
    def ink(self) -> QColor:
        """Of what people said."""
        return self.colours.text_primary

    @property
    def quiet(self) -> QColor:
        """Of what the record says about it."""
        return self.colours.text_secondary
