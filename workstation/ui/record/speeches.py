"""The conversation on paper: days, speakers, their words, and the pictures in their places."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE
from workstation.ui.record.content import Day, Line, Missing, Speech
from workstation.ui.record.figures import Captioned, rows
from workstation.ui.record.paper import TEXT_WIDTH, Paper
from workstation.ui.record.pieces import Cell, Piece, Row, beside, paragraph
from workstation.ui.record.shots import Shots
from workstation.ui.record.text import lines, width_of

INDENT = 56
STATE = 112
MEASURE = TEXT_WIDTH - INDENT - STATE
APART, TOGETHER = SPACE.x4, SPACE.x1


def speeches(told: Sequence[Line], shots: Shots, paper: Paper) -> Iterator[Piece]:
    """Pieces for every line; pictures sent one after the other stand beside each other."""
    at = 0
    while at < len(told):
        line = told[at]
        match line:
            case Day(text=text):
                yield _day(text, paper)
            case Missing(text=text):
                yield from _missing(text, paper)
            case Speech(figure=None):
                yield from _words(line, paper)
            case Speech():
                sent = [line, *_more_pictures(told[at + 1 :])]
                yield from _pictures(sent, shots, paper)
                at += len(sent) - 1
        at += 1


def _more_pictures(following: Sequence[Line]) -> Iterator[Speech]:
    """Those that go on in the same group."""
    for line in takewhile(lambda one: isinstance(one, Speech), following):
        if not isinstance(line, Speech) or line.figure is None or line.opens:
            return
        yield line


def _words(speech: Speech, paper: Paper) -> Iterator[Piece]:
    if speech.opens:
        yield _speaker(speech, paper)
    ink = paper.quiet if speech.faint else paper.ink
    text = list(lines(speech.text, paper.body, ink, MEASURE))
    above = 0.0 if speech.opens else TOGETHER
    rows_of_text = list(paragraph(text, INDENT, above, holds=bool(speech.note)))
    yield from beside(rows_of_text, *_margins(speech, paper))
    if speech.note:
        ink = paper.colours.danger_text
        yield from paragraph(list(lines(speech.note, paper.caption, ink, MEASURE)), INDENT)


def _pictures(sent: Sequence[Speech], shots: Shots, paper: Paper) -> Iterator[Piece]:
    if sent[0].opens:
        yield _speaker(sent[0], paper)
    shown = [
        Captioned(one.figure, " · ".join(filter(None, (one.time, one.state))))
        for one in sent
        if one.figure is not None
    ]
    yield from rows(shown, shots, paper, TEXT_WIDTH - INDENT, INDENT)


def _speaker(speech: Speech, paper: Paper) -> Row:
    ink = paper.colours.accent_text if speech.doctor else paper.ink
    name = tuple(lines(speech.name, paper.strong, ink, MEASURE, most=1))
    cells = [(float(INDENT), name)]
    if speech.role:
        beside_name = INDENT + name[0].width + SPACE.x2
        room = TEXT_WIDTH - beside_name
        cells.append(
            (beside_name, tuple(lines(speech.role, paper.role, paper.quiet, room, most=1)))
        )
    return Row(tuple(cells), paper.strong.line, APART, holds=True)


def _margins(speech: Speech, paper: Paper) -> Iterator[Cell]:
    """The time at the left, what became of it at the right, on the first line's base line."""
    yield 0.0, tuple(lines(speech.time, paper.margin, paper.quiet, INDENT, most=1))
    if speech.state:
        right = Qt.AlignmentFlag.AlignRight
        room = STATE - SPACE.x3
        state = lines(speech.state, paper.margin, paper.quiet, room, align=right, most=1)
        yield TEXT_WIDTH - room, tuple(state)


def _day(text: str, paper: Paper) -> Row:
    """The day, and a hairline from it to the right edge."""
    found = tuple(lines(text, paper.caption_strong, paper.quiet, TEXT_WIDTH, most=1))
    start = width_of(text, paper.caption_strong) + SPACE.x3

    def ground(painter: QPainter, x: float, y: float, height: float) -> None:
        painter.setPen(QPen(paper.colours.border_subtle, SIZE.hairline))
        middle = y + height / 2
        painter.drawLine(QPointF(x + start, middle), QPointF(x + TEXT_WIDTH, middle))

    return Row(((0.0, found),), paper.caption_strong.line, SPACE.x5, holds=True, ground=ground)


def _missing(text: str, paper: Paper) -> Iterator[Piece]:
    note = tr("record.missing", text=text)
    ink = paper.colours.warning_text
    found = list(lines(note, paper.label, ink, TEXT_WIDTH - INDENT))
    yield from paragraph(found, INDENT, APART)
