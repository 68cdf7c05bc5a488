"""Office's files since 2007 as packages (ECMA-376, part 2): what their parts are to each other.

A part is a program by its type and by the relation that leads to it, whatever its name is: what
lies in ``xl/printer.bin`` and is related as a project of macros is run as one by LibreOffice. So
these lists are unpacked and looked through, and nothing else of the package is. They are text in
XML, in which a word may be written in more than one way; where they are written so that this
program and another one could read them differently, nobody can say what the package holds.

Tests: ``tests/media/test_office_packages.py``.
"""

import codecs
import re
import zlib
from collections.abc import Iterable
from typing import Final

from workstation.base.little_endian import read_number
from workstation.domain.value import Value

MAX_LISTS_BYTES: Final = 32 * 1024 * 1024
"""Of all lists together, unpacked."""

_TYPES, _RELATIONS = b"[content_types].xml", b".rels"
_PROGRAMS: Final = ("vbaproject", "macrosheet", "macroenabled", "ms-office.activex")
_BINARY_BOOK: Final = "application/vnd.ms-excel.sheet.binary.macroenabled.main"
"""No program: web pages (SheetJS) name this type in every book. Macros in one have a relation."""
_STORED, _DEFLATED = 0, 8
_LOCAL_HEADER_BYTES: Final = 30
_ENCODING: Final = re.compile(r"""<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']""")
_KNOWN_ENCODINGS: Final = frozenset({"utf-8", "utf-16", "us-ascii", "iso-8859-1", "windows-1252"})
_TYPE_DECLARATION: Final = "<!doctype"


class ZipEntry(Value):
    """A line of the directory: name in small letters, method, packed bytes, where it starts."""

    name: bytes
    method: int
    packed: int
    start: int


def package_has_program(content: bytes, entries: Iterable[ZipEntry]) -> bool | None:
    """Whether the package's lists name a program; ``None`` where nobody can say."""
    room = MAX_LISTS_BYTES
    has_program = False
    for entry in entries:
        if entry.name != _TYPES and not entry.name.endswith(_RELATIONS):
            continue
        written = _unpack(content, entry, room)
        words = None if written is None else _read(written)
        if written is None or words is None:
            return None
        room -= len(written)
        others = words.replace(_BINARY_BOOK, "")
        has_program = has_program or any(program in others for program in _PROGRAMS)
    return has_program


def _unpack(content: bytes, entry: ZipEntry, room: int) -> bytes | None:
    """The content of a part, ``None`` for one too large, cut off or packed in another way."""
    at = entry.start + _LOCAL_HEADER_BYTES
    at += sum(read_number(content, at - back, 2) for back in (4, 2))
    packed = content[at : at + entry.packed]
    if entry.method == _STORED:
        return packed if len(packed) == entry.packed <= room else None
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        part = unpacking.decompress(packed, room + 1) if entry.method == _DEFLATED else b""
    except zlib.error:
        return None
    return part if unpacking.eof and len(part) <= room else None


def _read(written: bytes) -> str | None:
    """The words of a part in small letters, ``None`` where another reader may read others."""
    is_wide = written.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = written.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    declared = _ENCODING.search(text[:1_000])
    from html import unescape  # noqa: PLC0415  with it come all names of characters, 0.3 MB

    words = unescape(text).lower()
    is_known = declared is None or declared[1].lower() in _KNOWN_ENCODINGS
    return words if is_known and _TYPE_DECLARATION not in words and "\0" not in words else None
