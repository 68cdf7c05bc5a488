"""The conversation on paper: days, speakers, their words, and the pictures in their places."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE
from workstation.ui.record.content import RecordDay, RecordGap, RecordLine, RecordMessage
from workstation.ui.record.figures import CaptionedFigure, figure_rows
from workstation.ui.record.paper import TEXT_WIDTH, PaperStyle
from workstation.ui.record.paper_pictures import PaperPictures
from workstation.ui.record.pieces import Cell, Piece, TextRow, paragraph, with_cells_beside
from workstation.ui.record.text import break_lines, width_of

INDENT = 56
STATE = 112
MEASURE = TEXT_WIDTH - INDENT - STATE
APART, TOGETHER = SPACE.x4, SPACE.x1


def message_pieces(
    record_lines: Sequence[RecordLine], pictures: PaperPictures, paper: PaperStyle
) -> Iterator[Piece]:
    """The pieces for every line; pictures sent one after the other stand beside each other."""
    at = 0
    while at < len(record_lines):
        line = record_lines[at]
        match line:
            case RecordDay(text=text):
                yield _day(text, paper)
            case RecordGap(text=text):
                yield from _gap(text, paper)
            case RecordMessage(figure=None):
                yield from _text(line, paper)
            case RecordMessage():
                sent = [line, *_more_pictures(record_lines[at + 1 :])]
                yield from _pictures(sent, pictures, paper)
                at += len(sent) - 1
        at += 1


def _more_pictures(following: Sequence[RecordLine]) -> Iterator[RecordMessage]:
    """The messages with pictures that follow in the same group."""
    for line in takewhile(
        lambda following_line: isinstance(following_line, RecordMessage), following
    ):
        if not isinstance(line, RecordMessage) or line.figure is None or line.opens or line.quote:
            return
        yield line


def _text(message: RecordMessage, paper: PaperStyle) -> Iterator[Piece]:
    if message.opens:
        yield _speaker(message, paper)
    ink = paper.quiet if message.faint else paper.ink
    text = list(break_lines(message.text, paper.body, ink, MEASURE))
    above = 0.0 if message.opens else TOGETHER
    if message.quote:
        yield from _quote(message, above, paper)
        above = 0.0
    rows_of_text = list(paragraph(text, INDENT, above, holds=bool(message.note)))
    yield from with_cells_beside(rows_of_text, *_margins(message, paper))
    if message.note:
        ink = paper.colours.danger_text
        yield from paragraph(list(break_lines(message.note, paper.caption, ink, MEASURE)), INDENT)


def _pictures(
    sent: Sequence[RecordMessage], pictures: PaperPictures, paper: PaperStyle
) -> Iterator[Piece]:
    if sent[0].opens:
        yield _speaker(sent[0], paper)
    if sent[0].quote:
        yield from _quote(sent[0], 0.0 if sent[0].opens else TOGETHER, paper)
    figures = [
        CaptionedFigure(message.figure, " · ".join(filter(None, (message.time, message.state))))
        for message in sent
        if message.figure is not None
    ]
    yield from figure_rows(figures, pictures, paper, TEXT_WIDTH - INDENT, INDENT)


def _quote(message: RecordMessage, above: float, paper: PaperStyle) -> Iterator[Piece]:
    """The line on what a message answers, behind which no page ends."""
    text = list(break_lines(message.quote, paper.caption, paper.quiet, MEASURE, max_lines=1))
    yield from paragraph(text, INDENT, above, holds=True)


def _speaker(message: RecordMessage, paper: PaperStyle) -> TextRow:
    ink = paper.colours.accent_text if message.doctor else paper.ink
    name = tuple(break_lines(message.name, paper.strong, ink, MEASURE, max_lines=1))
    cells = [(float(INDENT), name)]
    if message.role:
        beside_name = INDENT + name[0].width + SPACE.x2
        room = TEXT_WIDTH - beside_name
        cells.append(
            (
                beside_name,
                tuple(break_lines(message.role, paper.role, paper.quiet, room, max_lines=1)),
            )
        )
    return TextRow(tuple(cells), paper.strong.line, APART, holds=True)


def _margins(message: RecordMessage, paper: PaperStyle) -> Iterator[Cell]:
    """The cells at both sides: the time at the left, what became of it at the right."""
    yield 0.0, tuple(break_lines(message.time, paper.margin, paper.quiet, INDENT, max_lines=1))
    if message.state:
        right = Qt.AlignmentFlag.AlignRight
        room = STATE - SPACE.x3
        state = break_lines(
            message.state, paper.margin, paper.quiet, room, align=right, max_lines=1
        )
        yield TEXT_WIDTH - room, tuple(state)


def _day(text: str, paper: PaperStyle) -> TextRow:
    """The row of a day: its name, and a hairline from it to the right edge."""
    text_lines = tuple(
        break_lines(text, paper.caption_strong, paper.quiet, TEXT_WIDTH, max_lines=1)
    )
    start = width_of(text, paper.caption_strong) + SPACE.x3

    def background(painter: QPainter, x: float, y: float, height: float) -> None:
        painter.setPen(QPen(paper.colours.border_subtle, SIZE.hairline))
        middle = y + height / 2
        painter.drawLine(QPointF(x + start, middle), QPointF(x + TEXT_WIDTH, middle))

    return TextRow(
        ((0.0, text_lines),), paper.caption_strong.line, SPACE.x5, holds=True, background=background
    )


def _gap(text: str, paper: PaperStyle) -> Iterator[Piece]:
    note = tr("record.missing", text=text)
    ink = paper.colours.warning_text
    text_lines = list(break_lines(note, paper.label, ink, TEXT_WIDTH - INDENT))
    yield from paragraph(text_lines, INDENT, APART)
