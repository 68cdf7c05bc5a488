"""Quick replies as a file: CSV (RFC 4180) with the columns section, title, text.

Tables written by spreadsheet programs are read as they are: with or without a byte order mark, in
UTF-8 or in GB 18030, under English or Chinese column names, in any order of columns. A line that
cannot be read costs that line and no other.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from workstation.domain.errors import InputError
from workstation.domain.quick_replies import LIMITS, QuickReply, clean, find_problem
from workstation.domain.value import Value

COLUMNS = ("section", "title", "text")
NAMES: Mapping[str, str] = {
    "section": "section",
    "title": "title",
    "text": "text",
    "分组": "section",
    "标题": "title",
    "内容": "text",
}
MAX_FILE_BYTES = 1_000_000
MAX_FILE_LINES = 10_000
MAX_RECORD_CHARACTERS = 4 * LIMITS.text
"""Characters; a quotation mark that is never closed is given up here."""

FILE = "file"


class BadLine(Value):
    """A line that was not taken, from 1, and why: ``input`` reasons, or ``quotes``, ``columns``."""

    line: int
    reason: str
    field: str = ""


class Imported(Value):
    """What a file gave."""

    replies: tuple[QuickReply, ...]
    bad: tuple[BadLine, ...] = ()


class _Record(Value):
    line: int
    lines: int
    fields: Sequence[str] = ()
    reason: str = ""


def write_file(replies: Iterable[QuickReply]) -> bytes:
    """The file; with a byte order mark, without which spreadsheet programs misread Chinese."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    table.writerows((reply.section, reply.title, reply.text) for reply in replies)
    return out.getvalue().encode("utf-8-sig")


def read_file(content: bytes) -> Imported:
    """The replies of a file, and its bad lines.

    Raises ``InputError`` for ``file``: ``too_long`` beyond 1 MB or 10,000 lines, ``malformed``
    where it is no text or its first line does not name a title and a text.
    """
    lines = _lines(content)
    records = _records(lines)
    head = next(records, None)
    places = _places(head.fields if head is not None else ())
    if "title" not in places or "text" not in places:
        raise InputError(FILE, "malformed")
    good: list[QuickReply] = []
    bad: list[BadLine] = []
    for record in records:
        replies = _reply(record, places)
        if isinstance(replies, BadLine):
            bad.append(replies)
        elif len(good) == LIMITS.replies:
            bad.append(BadLine(record.line, "too_many"))
        else:
            good.append(replies)
    return Imported(tuple(good), tuple(bad))


def _lines(content: bytes) -> list[str]:
    if len(content) > MAX_FILE_BYTES:
        raise InputError(FILE, "too_long", limit=MAX_FILE_BYTES)
    lines = list(io.StringIO(_decode(content), newline="\n"))
    if len(lines) > MAX_FILE_LINES:
        raise InputError(FILE, "too_long", limit=MAX_FILE_LINES)
    return lines


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise InputError(FILE, "malformed")


def _records(lines: Sequence[str]) -> Iterator[_Record]:
    """The records one after the other; after one that breaks, on with the very next line."""
    at = 0
    while at < len(lines):
        record = _record(lines, at)
        if record.reason or any(field.strip() for field in record.fields):
            yield record
        at += record.lines


def _record(lines: Sequence[str], at: int) -> _Record:
    used, size = 0, 0

    def complete() -> Iterator[str]:
        nonlocal used, size
        for line in map(lines.__getitem__, range(at, len(lines))):
            size += len(line)
            if size > MAX_RECORD_CHARACTERS:
                return
            used += 1
            yield line

    try:
        fields = next(csv.reader(complete(), strict=True), [])
    except csv.Error:
        return _Record(at + 1, 1, reason="quotes")
    return _Record(at + 1, max(used, 1), fields, "" if used else "too_long")


def _places(names: Sequence[str]) -> dict[str, int]:
    columns = [NAMES.get(name.strip().casefold(), "") for name in names]
    return {name: columns.index(name) for name in COLUMNS if name in columns}


def _reply(record: _Record, places: Mapping[str, int]) -> QuickReply | BadLine:
    if record.reason:
        return BadLine(record.line, record.reason)
    if len(record.fields) <= max(places.values()):
        return BadLine(record.line, "columns")
    title, text = record.fields[places["title"]], record.fields[places["text"]]
    section = record.fields[places["section"]] if "section" in places else ""
    reply = clean(QuickReply(title, text, section))
    problem = find_problem(reply)
    return reply if problem is None else BadLine(record.line, problem.reason, problem.field)
