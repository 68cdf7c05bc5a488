"""A record set in pieces: head, summary, symptom, conversation, end."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE
from workstation.ui.record.content import Closing, Record, Symptom
from workstation.ui.record.figures import Captioned, rows
from workstation.ui.record.paper import TEXT_WIDTH, Paper
from workstation.ui.record.pieces import Cell, Ground, Piece, Row, barred, paragraph
from workstation.ui.record.shots import Shots
from workstation.ui.record.speeches import speeches
from workstation.ui.record.text import lines

SECTION = SPACE.x8
COLUMNS = 2
LABEL = 104
INSET = SPACE.x4
MOST_LINES = 4
MOST_OF_NAME = 2


def set_record(record: Record, shots: Shots, paper: Paper) -> Iterator[Piece]:
    """The pieces of all pages, in order."""
    yield from _head(record, paper)
    if record.closing is not None:
        yield from _closing(record.closing, paper)
    yield from _symptom(record.symptom, shots, paper)
    yield _heading(tr("record.conversation"), "", paper)
    if record.warning:
        yield from _warning(record.warning, paper)
    yield from speeches(record.lines, shots, paper)
    yield _ending(record.ending, paper)


def _head(record: Record, paper: Paper) -> Iterator[Piece]:
    accent = paper.colours.accent_text
    over = tuple(lines(record.title, paper.strong, accent, TEXT_WIDTH, most=1))
    yield Row(((0.0, over),), paper.strong.line, holds=True)
    name = list(lines(record.target, paper.name, paper.ink, TEXT_WIDTH, most=MOST_OF_NAME))
    yield from paragraph(name, holds=True)
    yield from _facts(record, paper)


def _facts(record: Record, paper: Paper) -> Iterator[Piece]:
    """Two columns on a quiet ground."""
    half = TEXT_WIDTH / COLUMNS
    facts = [_fact(label, value, half, paper) for label, value in record.facts]
    pairs = [facts[start : start + COLUMNS] for start in range(0, len(facts), COLUMNS)]
    ground = paper.colours.bg_canvas
    yield _band(SPACE.x3, ground, above=SPACE.x3)
    for pair in pairs:
        cells = tuple(
            (indent + number * half, found)
            for number, fact in enumerate(pair)
            for indent, found in fact
        )
        high = max(sum(line.type.line for line in found) for _, found in cells)
        yield Row(cells, high + SPACE.x1, holds=True, ground=_painted(ground))
    yield _band(SPACE.x2, ground)


def _fact(label: str, value: str, width: float, paper: Paper) -> tuple[Cell, ...]:
    room = width - INSET - LABEL - SPACE.x2
    return (
        (INSET, tuple(lines(label, paper.label, paper.quiet, LABEL - SPACE.x2, most=MOST_LINES))),
        (INSET + LABEL, tuple(lines(value, paper.label, paper.ink, room, most=MOST_LINES))),
    )


def _closing(closing: Closing, paper: Paper) -> Iterator[Piece]:
    yield _heading(tr("record.summary"), closing.note, paper)
    found: list[Row] = []
    for number, (title, words) in enumerate(closing.parts):
        head = list(lines(title, paper.caption_strong, paper.colours.accent_text, TEXT_WIDTH))
        text = list(lines(words, paper.body, paper.ink, TEXT_WIDTH - INSET))
        found += paragraph(head, INSET, SPACE.x3 if number else SPACE.x1, holds=True)
        found += paragraph(text, INSET)
    yield from barred(found, paper.colours.accent_fill)


def _symptom(symptom: Symptom, shots: Shots, paper: Paper) -> Iterator[Piece]:
    yield _heading(tr("record.symptom"), symptom.byline, paper)
    if symptom.note:
        note = list(lines(symptom.note, paper.body, paper.quiet, TEXT_WIDTH))
        yield from paragraph(note, holds=bool(symptom.text))
    if symptom.text.strip():
        yield from paragraph(list(lines(symptom.text, paper.body, paper.ink, TEXT_WIDTH)))
    shown = [Captioned(figure) for figure in symptom.figures]
    yield from rows(shown, shots, paper, TEXT_WIDTH)


def _heading(title: str, note: str, paper: Paper) -> Row:
    """A section's title with its note on the same base line, above a hairline."""
    head = tuple(lines(title, paper.heading, paper.ink, TEXT_WIDTH / COLUMNS, most=1))
    room = TEXT_WIDTH - head[0].width - SPACE.x3
    cells = [(0.0, head)]
    if note:
        byline = tuple(lines(note, paper.byline, paper.quiet, room, most=1))
        cells.append((head[0].width + SPACE.x3, byline))
    under = _line_below(paper.colours.border_subtle)
    return Row(tuple(cells), paper.heading.line + SPACE.x3, SECTION, holds=True, ground=under)


def _warning(text: str, paper: Paper) -> Iterator[Piece]:
    found = list(lines(text, paper.label, paper.colours.warning_text, TEXT_WIDTH - INSET))
    yield from barred(list(paragraph(found, INSET, holds=True)), paper.colours.warning_mark)
    yield Row((), SPACE.x2, holds=True)


def _ending(text: str, paper: Paper) -> Piece:
    centre = Qt.AlignmentFlag.AlignHCenter
    found = tuple(lines(text, paper.caption, paper.quiet, TEXT_WIDTH, align=centre, most=1))
    return Row(((0.0, found),), paper.caption.line, SPACE.x8)


def _band(height: float, colour: QColor, above: float = 0.0) -> Row:
    return Row((), height, above, holds=True, ground=_painted(colour))


def _painted(colour: QColor) -> Ground:
    def paint(painter: QPainter, x: float, y: float, height: float) -> None:
        painter.fillRect(QRectF(x, y, TEXT_WIDTH, height), colour)

    return paint


def _line_below(colour: QColor) -> Ground:
    def paint(painter: QPainter, x: float, y: float, height: float) -> None:
        foot = y + height - SPACE.x2
        painter.setPen(QPen(colour, SIZE.hairline))
        painter.drawLine(QPointF(x, foot), QPointF(x + TEXT_WIDTH, foot))

    return paint
