"""A record set in pieces: head, summary, symptom, conversation, end."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE
from workstation.ui.record.content import Record, RecordComparison, RecordSummary, RecordSymptom
from workstation.ui.record.figures import CaptionedFigure, figure_rows
from workstation.ui.record.message_pieces import message_pieces
from workstation.ui.record.paper import TEXT_WIDTH, PaperStyle
from workstation.ui.record.paper_pictures import PaperPictures
from workstation.ui.record.pieces import Background, Cell, Piece, TextRow, paragraph, with_bar
from workstation.ui.record.text import break_lines

SECTION = SPACE.x8
COLUMNS = 2
LABEL = 104
INSET = SPACE.x4
MAX_FACT_LINES = 4
MAX_NAME_LINES = 2


def typeset_record(record: Record, pictures: PaperPictures, paper: PaperStyle) -> Iterator[Piece]:
    """The pieces of all pages, in order."""
    yield from _head(record, paper)
    if record.redacted:
        yield TextRow((), SPACE.x3, holds=True)
        yield from _warning(record.redacted, paper)
    if record.summary is not None:
        yield from _summary(record.summary, paper)
    if record.symptom is not None:
        yield from _symptom(record.symptom, pictures, paper)
    yield _heading(record.heading, "", paper)
    if record.warning:
        yield from _warning(record.warning, paper)
    yield from message_pieces(record.lines, pictures, paper)
    yield from _comparisons(record.comparisons, pictures, paper)
    yield _ending(record.ending, paper)
    if record.seal:
        yield from _seal(record.seal, paper)


def _head(record: Record, paper: PaperStyle) -> Iterator[Piece]:
    accent = paper.colours.accent_text
    over = tuple(break_lines(record.title, paper.strong, accent, TEXT_WIDTH, max_lines=1))
    yield TextRow(((0.0, over),), paper.strong.line, holds=True)
    name = list(
        break_lines(record.target, paper.name, paper.ink, TEXT_WIDTH, max_lines=MAX_NAME_LINES)
    )
    yield from paragraph(name, holds=True)
    yield from _facts(record, paper)


def _facts(record: Record, paper: PaperStyle) -> Iterator[Piece]:
    """The facts, in two columns on a quiet ground."""
    half = TEXT_WIDTH / COLUMNS
    facts = [_fact(label, value, half, paper) for label, value in record.facts]
    pairs = [facts[start : start + COLUMNS] for start in range(0, len(facts), COLUMNS)]
    background = paper.colours.bg_canvas
    yield _band(SPACE.x3, background, above=SPACE.x3)
    for pair in pairs:
        cells = tuple(
            (indent + number * half, text_lines)
            for number, fact in enumerate(pair)
            for indent, text_lines in fact
        )
        high = max(sum(line.type.line for line in text_lines) for _, text_lines in cells)
        yield TextRow(cells, high + SPACE.x1, holds=True, background=_plain_background(background))
    yield _band(SPACE.x2, background)


def _fact(label: str, value: str, width: float, paper: PaperStyle) -> tuple[Cell, ...]:
    room = width - INSET - LABEL - SPACE.x2
    return (
        (
            INSET,
            tuple(
                break_lines(
                    label, paper.label, paper.quiet, LABEL - SPACE.x2, max_lines=MAX_FACT_LINES
                )
            ),
        ),
        (
            INSET + LABEL,
            tuple(break_lines(value, paper.label, paper.ink, room, max_lines=MAX_FACT_LINES)),
        ),
    )


def _summary(summary: RecordSummary, paper: PaperStyle) -> Iterator[Piece]:
    yield _heading(tr("record.summary"), summary.note, paper)
    rows: list[TextRow] = []
    for number, (title, words) in enumerate(summary.parts):
        head = list(break_lines(title, paper.caption_strong, paper.colours.accent_text, TEXT_WIDTH))
        text = list(break_lines(words, paper.body, paper.ink, TEXT_WIDTH - INSET))
        rows += paragraph(head, INSET, SPACE.x3 if number else SPACE.x1, holds=True)
        rows += paragraph(text, INSET)
    yield from with_bar(rows, paper.colours.accent_fill)


def _symptom(symptom: RecordSymptom, pictures: PaperPictures, paper: PaperStyle) -> Iterator[Piece]:
    yield _heading(tr("record.symptom"), symptom.byline, paper)
    if symptom.note:
        note = list(break_lines(symptom.note, paper.body, paper.quiet, TEXT_WIDTH))
        yield from paragraph(note, holds=bool(symptom.text))
    if symptom.text.strip():
        yield from paragraph(list(break_lines(symptom.text, paper.body, paper.ink, TEXT_WIDTH)))
    figures = [CaptionedFigure(figure) for figure in symptom.figures]
    yield from figure_rows(figures, pictures, paper, TEXT_WIDTH)


def _comparisons(
    comparisons: Sequence[RecordComparison], pictures: PaperPictures, paper: PaperStyle
) -> Iterator[Piece]:
    """The comparisons: two photos beside each other, and what changed; all of it approximate."""
    if not comparisons:
        return
    yield _heading(tr("record.comparison"), tr("record.comparison_worth"), paper)
    for each in comparisons:
        laid = CaptionedFigure(each.later, tr("record.aligned", number=each.first.number))
        yield from figure_rows([CaptionedFigure(each.first), laid], pictures, paper, TEXT_WIDTH)
        for text in each.changes:
            yield from paragraph(list(break_lines(text, paper.body, paper.ink, TEXT_WIDTH)))


def _heading(title: str, note: str, paper: PaperStyle) -> TextRow:
    """A section's title with its note on the same base line, above a hairline."""
    head = tuple(break_lines(title, paper.heading, paper.ink, TEXT_WIDTH / COLUMNS, max_lines=1))
    room = TEXT_WIDTH - head[0].width - SPACE.x3
    cells = [(0.0, head)]
    if note:
        byline = tuple(break_lines(note, paper.byline, paper.quiet, room, max_lines=1))
        cells.append((head[0].width + SPACE.x3, byline))
    under = _line_below(paper.colours.border_subtle)
    return TextRow(
        tuple(cells), paper.heading.line + SPACE.x3, SECTION, holds=True, background=under
    )


def _warning(text: str, paper: PaperStyle) -> Iterator[Piece]:
    text_lines = list(
        break_lines(text, paper.label, paper.colours.warning_text, TEXT_WIDTH - INSET)
    )
    yield from with_bar(list(paragraph(text_lines, INSET, holds=True)), paper.colours.warning_mark)
    yield TextRow((), SPACE.x2, holds=True)


def _ending(text: str, paper: PaperStyle) -> Piece:
    centre = Qt.AlignmentFlag.AlignHCenter
    text_lines = tuple(
        break_lines(text, paper.caption, paper.quiet, TEXT_WIDTH, align=centre, max_lines=1)
    )
    return TextRow(((0.0, text_lines),), paper.caption.line, SPACE.x8)


def _seal(text: str, paper: PaperStyle) -> Iterator[Piece]:
    """The seal, all of it on one page, so that nobody copies half a number."""
    seal_lines = list(break_lines(text, paper.caption, paper.ink, TEXT_WIDTH - INSET))
    rows = list(paragraph(seal_lines, INSET, SPACE.x6, holds=True))
    yield from with_bar(rows, paper.colours.accent_fill)


def _band(height: float, colour: QColor, above: float = 0.0) -> TextRow:
    return TextRow((), height, above, holds=True, background=_plain_background(colour))


def _plain_background(colour: QColor) -> Background:
    def paint(painter: QPainter, x: float, y: float, height: float) -> None:
        painter.fillRect(QRectF(x, y, TEXT_WIDTH, height), colour)

    return paint


def _line_below(colour: QColor) -> Background:
    def paint(painter: QPainter, x: float, y: float, height: float) -> None:
        foot = y + height - SPACE.x2
        painter.setPen(QPen(colour, SIZE.hairline))
        painter.drawLine(QPointF(x, foot), QPointF(x + TEXT_WIDTH, foot))

    return paint
