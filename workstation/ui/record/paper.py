"""A4 in the design's type: one px of the tokens is 1/96 inch on paper, whatever the device."""

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from workstation.domain.value import Value
from workstation.ui.kit.theme import TextRole, TextStyle, theme
from workstation.ui.kit.theme.colours import Colours

PX_PER_INCH = 96
MM = PX_PER_INCH / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, TOP, FOOT = 20 * MM, 20 * MM, 22 * MM
TEXT_WIDTH, TEXT_HEIGHT = WIDTH - 2 * LEFT, HEIGHT - TOP - FOOT


class PaperFont(Value):
    """A font of the scale, its line height in px, and where its base line lies in that."""

    font: QFont
    line: int
    baseline: float

    @classmethod
    def of(cls, role: TextRole, *, strong: bool = False) -> "PaperFont":
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

    def on_lines_of(self, lines_of: "PaperFont") -> "PaperFont":
        """This font on the lines of another, base line on base line."""
        return PaperFont(self.font, lines_of.line, lines_of.baseline)


class PaperStyle:
    """Types and inks; made where the window's fonts may be asked, then used in any thread."""

    def __init__(self) -> None:
        self.colours: Colours = theme.paper
        self.name = PaperFont.of(TextRole.DISPLAY, strong=True)
        self.heading = PaperFont.of(TextRole.TITLE, strong=True)
        self.strong = PaperFont.of(TextRole.LABEL, strong=True)
        self.label = PaperFont.of(TextRole.LABEL)
        self.body = PaperFont.of(TextRole.BODY)
        self.caption = PaperFont.of(TextRole.CAPTION)
        self.caption_strong = PaperFont.of(TextRole.CAPTION, strong=True)
        self.byline = self.caption.on_lines_of(self.heading)
        self.role = self.caption.on_lines_of(self.strong)
        self.margin = self.caption.on_lines_of(self.body)

    @property
    def ink(self) -> QColor:
        """The ink of what people said."""
        return self.colours.text_primary

    @property
    def quiet(self) -> QColor:
        """The ink of what the record says about it."""
        return self.colours.text_secondary
