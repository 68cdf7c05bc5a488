"""Documents told apart by their content: PDF and office files, and those that carry programs.

Nothing here unpacks or renders: a document is only ever saved, and other programs open it. So it
is enough, and needed, to know what they would take it for. An office file is one of two containers:

* ZIP (PKWARE APPNOTE 4.3): Office's (ECMA-376) and OpenDocument's (ISO 26300). Which, say the names
  in the directory at its end, and of OpenDocument the first entry's content.
* The compound file of older Office programs (MS-CFB): which, say the names in its directory.

A document in which a program lies (macros) is taken by no policy. Every step is bounded, and what
does not fit together is no document.

Red without it: ``tests/media/test_documents.py``.
"""

from collections.abc import Iterator
from typing import Final

from workstation.domain.documents import DocumentKind, DocumentRules
from workstation.domain.errors import EmptyFile, FileNotAllowed, FileWithMacros, MediaTooLarge
from workstation.domain.value import Value

MAX_ENTRIES: Final = 20_000
MAX_SECTORS: Final = 256
"""Of a compound file's directory: 4 kB each at most, so 8,192 names."""


class SniffedDocument(Value):
    """What a document was found to be."""

    kind: DocumentKind
    has_macros: bool = False


_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES: Final = {
    DocumentKind.PDF: "application/pdf",
    DocumentKind.DOCX: f"{_OPEN_XML}wordprocessingml.document",
    DocumentKind.XLSX: f"{_OPEN_XML}spreadsheetml.sheet",
    DocumentKind.PPTX: f"{_OPEN_XML}presentationml.presentation",
    DocumentKind.DOC: "application/msword",
    DocumentKind.XLS: "application/vnd.ms-excel",
    DocumentKind.PPT: "application/vnd.ms-powerpoint",
    DocumentKind.ODT: "application/vnd.oasis.opendocument.text",
    DocumentKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    DocumentKind.ODP: "application/vnd.oasis.opendocument.presentation",
}
_PDF: Final = b"%PDF-"
_ZIP: Final = b"PK\x03\x04"
_ZIP_END: Final = b"PK\x05\x06"
_ZIP_ENTRY: Final = b"PK\x01\x02"
_END_BYTES: Final = 22
_ENTRY_BYTES: Final = 46
_MAX_COMMENT: Final = 65_535
_OOXML_PARTS: Final = {
    b"word/document.xml": DocumentKind.DOCX,
    b"xl/workbook.xml": DocumentKind.XLSX,
    b"ppt/presentation.xml": DocumentKind.PPTX,
}
_OOXML_MACROS: Final = (b"vbaproject.bin", b"xlmacrosheet", b"/macrosheets/", b"/activex/")
_ODF_AT: Final = 30
_ODF: Final = {
    MEDIA_TYPES[kind].encode(): kind
    for kind in (DocumentKind.ODT, DocumentKind.ODS, DocumentKind.ODP)
}
_ODF_MACROS: Final = (b"basic/", b"scripts/")
_COMPOUND: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_COMPOUND_STREAMS: Final = {
    "worddocument": DocumentKind.DOC,
    "workbook": DocumentKind.XLS,
    "book": DocumentKind.XLS,
    "powerpoint document": DocumentKind.PPT,
}
_COMPOUND_MACROS: Final = {"macros", "_vba_project_cur", "vba", "_vba_project"}
_MORE_TABLES_AT: Final = 68
_TABLES_AT: Final = 76
_TABLES_IN_HEADER: Final = 109
_END_OF_CHAIN: Final = 0xFFFFFFFE
_NAME_BYTES: Final = 64
_DIRECTORY_ENTRY: Final = 128


def sniff_document(content: bytes) -> SniffedDocument | None:
    """What kind of document this is, ``None`` for anything that is none; a worker thread's work."""
    if content.startswith(_PDF):
        return SniffedDocument(DocumentKind.PDF)
    if content.startswith(_ZIP):
        return _sniff_zip(content)
    if content.startswith(_COMPOUND):
        return _sniff_compound(content)
    return None


def require_document(content: bytes, rules: DocumentRules) -> DocumentKind:
    """The kind of a document that the rules take; a worker thread's work.

    Raises ``EmptyFile``, ``MediaTooLarge``, ``FileNotAllowed`` and ``FileWithMacros``.
    """
    if not content:
        raise EmptyFile("0 bytes")
    if len(content) > rules.max_bytes:
        raise MediaTooLarge(f"more than {rules.max_bytes} bytes")
    document = sniff_document(content)
    if document is None:
        raise FileNotAllowed("unknown")
    if document.kind not in rules.kinds:
        raise FileNotAllowed(document.kind.value)
    if document.has_macros:
        raise FileWithMacros(document.kind.value)
    return document.kind


def _sniff_zip(content: bytes) -> SniffedDocument | None:
    names = {name.lower() for name in _zip_names(content)}
    odf = _odf_kind(content)
    if odf is not None and names:
        return SniffedDocument(odf, any(name.startswith(_ODF_MACROS) for name in names))
    if b"[content_types].xml" not in names:
        return None
    has_macros = any(part in name for name in names for part in _OOXML_MACROS)
    kind = next((kind for part, kind in _OOXML_PARTS.items() if part in names), None)
    return None if kind is None else SniffedDocument(kind, has_macros)


def _zip_names(content: bytes) -> list[bytes]:
    """The names of the central directory; none of one that does not fit into the file."""
    end = content.rfind(_ZIP_END, max(len(content) - _MAX_COMMENT - _END_BYTES, 0))
    whole = end >= 0 and end + _END_BYTES + _number(content, end + 20, 2) == len(content)
    count, at = _number(content, end + 10, 2), _number(content, end + 16, 4)
    if not whole or count > MAX_ENTRIES:
        return []
    names = []
    for _ in range(count):
        if content[at : at + 4] != _ZIP_ENTRY or at + _ENTRY_BYTES > end:
            return []
        name, extra, comment = (_number(content, at + offset, 2) for offset in (28, 30, 32))
        names.append(content[at + _ENTRY_BYTES : at + _ENTRY_BYTES + name])
        at += _ENTRY_BYTES + name + extra + comment
    return names if at <= end else []


def _odf_kind(content: bytes) -> DocumentKind | None:
    """OpenDocument 1.3, part 2, 3.3: the first entry is ``mimetype``, and not compressed."""
    name, method, size = content[_ODF_AT : _ODF_AT + 8], content[8:10], _number(content, 18, 4)
    if name != b"mimetype" or method != b"\0\0" or _number(content, 26, 2) != len(name):
        return None
    at = _ODF_AT + len(name) + _number(content, 28, 2)
    return _ODF.get(content[at : at + size])


def _sniff_compound(content: bytes) -> SniffedDocument | None:
    names = {name.lower() for name in _compound_names(content)}
    kind = next((kind for name, kind in _COMPOUND_STREAMS.items() if name in names), None)
    return None if kind is None else SniffedDocument(kind, bool(names & _COMPOUND_MACROS))


def _compound_names(content: bytes) -> Iterator[str]:
    """Names of the directory (MS-CFB, 2.6), whose sectors are chained by the table (2.3)."""
    shift = _number(content, 30, 2)
    if shift not in {9, 12}:
        return
    size = 1 << shift
    for sector in _directory_sectors(content, size):
        at = (sector + 1) * size
        for entry in range(at, at + size, _DIRECTORY_ENTRY):
            length = min(_number(content, entry + _NAME_BYTES, 2), _NAME_BYTES)
            name = content[entry : entry + max(length - 2, 0)]
            yield name.decode("utf-16-le", errors="ignore")


def _directory_sectors(content: bytes, size: int) -> list[int]:
    """All of them: of a chain that ends elsewhere, what lies in it could not be known."""
    sectors, sector = list[int](), _number(content, 48, 4)
    while sector != _END_OF_CHAIN:
        if len(sectors) >= MAX_SECTORS or (sector + 1) * size >= len(content):
            return []
        sectors.append(sector)
        table, place = divmod(sector, size // 4)
        at = _place_of_table(content, size, table) + 4 * place
        if at + 4 > len(content):
            return []
        sector = _number(content, at, 4)
    return sectors


def _place_of_table(content: bytes, size: int, table: int) -> int:
    """Where a sector of the table lies: the header lists 109 (2.2), the others follow (2.5)."""
    if table < _TABLES_IN_HEADER:
        return (_number(content, _TABLES_AT + 4 * table, 4) + 1) * size
    sector, per_sector = _number(content, _MORE_TABLES_AT, 4), size // 4 - 1
    table -= _TABLES_IN_HEADER
    for _ in range(table // per_sector):
        sector = _number(content, (sector + 1) * size + 4 * per_sector, 4)
    return (_number(content, (sector + 1) * size + 4 * (table % per_sector), 4) + 1) * size


def _number(content: bytes, at: int, length: int) -> int:
    return int.from_bytes(content[at : at + length], "little")
