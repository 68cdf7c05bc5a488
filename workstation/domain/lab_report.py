"""Results of a laboratory in the text that a machine read: analyte, value, unit, reference.

A report is a table without lines, so each row is told from what its pieces look like: words up to
a number are the analyte, the number is its value, and what follows until the next words is its unit
and its reference, in either order. Reports with two tables side by side come out as two results of
a row. A number before any word is the row's own.

The arrow is computed from the value and the reference, never copied: the machine may have read a
printed one where a blot is. Where one is printed and says something else than the numbers, one of
the two was misread (a lost decimal point turns 3.57 into 357), and the result is ``doubtful``.

Tests: ``test_an_arrow_is_computed_and_not_copied``,
``test_a_printed_arrow_that_disagrees_makes_a_result_doubtful``.
"""

import enum
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from workstation.domain.recognised_text import RecognisedLine
from workstation.domain.value import Value

MAX_PIECE = 80
"""Characters: a longer piece is no part of a table."""

_WIDE = str.maketrans("０１２３４５６７８９．－～〜—–−＜＞％（）", "0123456789.-~~---<>%()")
_AROUND_SIGNS = re.compile(r"(?<=[<>≤≥])\s+(?=\d)|(?<=\d)\s*(?:-{1,2}|~)\s*(?=\d)")
_BELOW, _ABOVE = "<≤", ">≥"
_NUMBER = r"\d{1,6}(?:\.\d{1,4})?"
_VALUE = re.compile(rf"(?P<before>[↑↓]?)(?P<value>[<>≤≥]?{_NUMBER})(?P<after>[↑↓HL]?)")
_RANGE = re.compile(rf"\(?(?P<low>{_NUMBER})-(?P<high>{_NUMBER})\)?")
_LIMIT = re.compile(rf"\(?(?P<sign>[<>≤≥])(?P<limit>{_NUMBER})\)?")
_UNIT = re.compile(
    r"%|‰|fl|pg|s|秒|mm|U|IU|COI|(?:[*x×]?10)?[\w^*×µμ.%]*/[\w^*×µμ.]+", re.IGNORECASE
)


class Direction(enum.Enum):
    """Where a value lies beside its reference."""

    LOW = "low"
    WITHIN = "within"
    HIGH = "high"
    UNKNOWN = "unknown"


_MARKS = {"↑": Direction.HIGH, "H": Direction.HIGH, "↓": Direction.LOW, "L": Direction.LOW}


class LabResult(Value):
    """One row of a report as it was read; ``doubtful`` where what is printed contradicts itself."""

    analyte: str
    value: str
    unit: str
    reference: str
    direction: Direction
    doubtful: bool
    lines: tuple[RecognisedLine, ...]


def find_results(rows: Iterable[Sequence[RecognisedLine]]) -> list[LabResult]:
    """The results in the rows of a page, from its top."""
    return [result for row in rows for result in _results_of(row)]


class _Row:
    """One result while its row is read from left to right."""

    def __init__(self) -> None:
        self.value = self.unit = self.reference = ""
        self.mark: Direction | None = None
        self.lines: dict[RecognisedLine, None] = {}
        self._words: list[str] = []

    def take(self, piece: str) -> bool:
        """Whether the piece belongs to this result still."""
        as_value = _VALUE.fullmatch(piece)
        if piece in _MARKS and self.value:
            self.mark = _MARKS[piece]
        elif as_value and not (self.unit or self.reference):
            self._take_value(as_value)
        elif not self.value:
            self._words.append(piece)
        elif not self.reference and (_RANGE.fullmatch(piece) or _LIMIT.fullmatch(piece)):
            self.reference = piece.strip("()")
        elif not self.unit and _UNIT.fullmatch(piece):
            self.unit = piece
        else:
            return False
        return True

    def result(self) -> LabResult | None:
        """What was read, if it is one."""
        if not self.value or not (self.unit or self.reference):
            return None
        direction = _direction(self.value, self.reference)
        doubtful = self.mark is not None and direction not in {Direction.UNKNOWN, self.mark}
        return LabResult(
            " ".join(self._words),
            self.value,
            self.unit,
            self.reference,
            direction,
            doubtful,
            tuple(self.lines),
        )

    def _take_value(self, number: re.Match[str]) -> None:
        """Take a value; before any word it counts rows, before another it is of a name: CA 125."""
        if not self._words:
            return
        if self.value:
            self._words.append(self.value)
        self.value = number["value"]
        mark = number["before"] or number["after"]
        self.mark = _MARKS[mark] if mark else None


def _results_of(row: Iterable[RecognisedLine]) -> Iterator[LabResult]:
    reading = _Row()
    for line in row:
        for piece in _pieces(line.text):
            if not reading.take(piece):
                yield from filter(None, (reading.result(),))
                reading = _Row()
                reading.take(piece)
            reading.lines[line] = None
    yield from filter(None, (reading.result(),))


def _pieces(text: str) -> list[str]:
    plain = _AROUND_SIGNS.sub(_without_spaces, text.translate(_WIDE))
    return [piece for piece in plain.split() if len(piece) <= MAX_PIECE]


def _without_spaces(match: re.Match[str]) -> str:
    return "-" if match[0].strip() else ""


def _direction(value: str, reference: str) -> Direction:
    """Where a value lies; unknown where it is a limit itself and may lie on either side."""
    low, high = _bounds(reference)
    number = Decimal(value.lstrip(_BELOW + _ABOVE))
    if low is None and high is None:
        return Direction.UNKNOWN
    if value[0] in _BELOW:
        return Direction.LOW if low is not None and number <= low else Direction.UNKNOWN
    if value[0] in _ABOVE:
        return Direction.HIGH if high is not None and number >= high else Direction.UNKNOWN
    if high is not None and number > high:
        return Direction.HIGH
    return Direction.LOW if low is not None and number < low else Direction.WITHIN


def _bounds(reference: str) -> tuple[Decimal | None, Decimal | None]:
    if both := _RANGE.fullmatch(reference):
        return Decimal(both["low"]), Decimal(both["high"])
    if one := _LIMIT.fullmatch(reference):
        limit = Decimal(one["limit"])
        return (limit, None) if one["sign"] in _ABOVE else (None, limit)
    return None, None
