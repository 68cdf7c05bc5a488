"""Documents told apart by their content: PDF and office files, and those that carry programs.

Nothing here renders: a document is only ever saved, and other programs open it. So it is enough,
and needed, to know what they would take it for. An office file is one of two containers:

* ZIP (PKWARE APPNOTE 4.3): Office's (ECMA-376) and OpenDocument's (ISO 26300). Which, say the names
  in the directory at its end, and of OpenDocument the first entry's content. What Office's parts
  are to each other say lists of their own (``office_packages``).
* The compound file of older Office programs (MS-CFB): which, say the names in its directory
  (``base.compound_files``) and, where a program may hide there, its streams (``office_streams``).

A document in which a program lies (macros) is taken by no policy. Every step is bounded, and what
does not fit together is no document.

Tests: ``tests/media/test_documents.py``.
"""

from typing import Final

from workstation.base.compound_files import COMPOUND_MARK, CompoundFile
from workstation.base.little_endian import read_number
from workstation.domain.documents import DocumentKind, DocumentRules
from workstation.domain.errors import EmptyFile, FileNotAllowed, FileWithMacros, MediaTooLarge
from workstation.domain.value import Value
from workstation.media.office_packages import ZipEntry, package_has_program
from workstation.media.office_streams import book_has_program, show_has_program

MAX_ENTRIES: Final = 20_000


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
_COMPOUND_STREAMS: Final = {
    "worddocument": DocumentKind.DOC,
    "workbook": DocumentKind.XLS,
    "book": DocumentKind.XLS,
    "powerpoint document": DocumentKind.PPT,
}
_COMPOUND_MACROS: Final = {"macros", "_vba_project_cur", "vba", "_vba_project"}
_COMPOUND_PROGRAMS: Final = {
    "workbook": book_has_program,
    "book": book_has_program,
    "powerpoint document": show_has_program,
}
"""Streams in which a program lies that no name in the directory tells of."""


def sniff_document(content: bytes) -> SniffedDocument | None:
    """What kind of document this is, ``None`` for anything that is none; a worker thread's work."""
    if content.startswith(_PDF):
        return SniffedDocument(DocumentKind.PDF)
    if content.startswith(_ZIP):
        return _sniff_zip(content)
    if content.startswith(COMPOUND_MARK):
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
    entries = _zip_entries(content)
    names = {entry.name for entry in entries}
    has_macros = any(
        name.startswith(_ODF_MACROS) or any(part in name for part in _OOXML_MACROS)
        for name in names
    )
    odf = _odf_kind(content)
    if odf is not None and names:
        return SniffedDocument(odf, has_macros)
    kind = next((kind for part, kind in _OOXML_PARTS.items() if part in names), None)
    if kind is None or b"[content_types].xml" not in names:
        return None
    has_program = has_macros or package_has_program(content, entries)
    return None if has_program is None else SniffedDocument(kind, has_program)


def _zip_entries(content: bytes) -> list[ZipEntry]:
    """The entries of the central directory, in small letters; none that do not fit the file."""
    end = content.rfind(_ZIP_END, max(len(content) - _MAX_COMMENT - _END_BYTES, 0))
    whole = end >= 0 and end + _END_BYTES + read_number(content, end + 20, 2) == len(content)
    count, at = read_number(content, end + 10, 2), read_number(content, end + 16, 4)
    if not whole or count > MAX_ENTRIES:
        return []
    entries = []
    for _ in range(count):
        if content[at : at + 4] != _ZIP_ENTRY or at + _ENTRY_BYTES > end:
            return []
        method = read_number(content, at + 10, 2)
        packed, start = read_number(content, at + 20, 4), read_number(content, at + 42, 4)
        name, extra, comment = (read_number(content, at + offset, 2) for offset in (28, 30, 32))
        written = content[at + _ENTRY_BYTES : at + _ENTRY_BYTES + name]
        entries.append(ZipEntry(written.lower(), method, packed, start))
        at += _ENTRY_BYTES + name + extra + comment
    return entries if at <= end else []


def _odf_kind(content: bytes) -> DocumentKind | None:
    """The kind of an OpenDocument file (1.3, part 2, 3.3): its first entry ``mimetype`` says it."""
    name, method, size = content[_ODF_AT : _ODF_AT + 8], content[8:10], read_number(content, 18, 4)
    if name != b"mimetype" or method != b"\0\0" or read_number(content, 26, 2) != len(name):
        return None
    at = _ODF_AT + len(name) + read_number(content, 28, 2)
    return _ODF.get(content[at : at + size])


def _sniff_compound(content: bytes) -> SniffedDocument | None:
    """What a compound file is; unknown if a stream of it cannot be looked into."""
    file = CompoundFile(content)
    names = {entry.name for entry in file.entries}
    kind = next((kind for name, kind in _COMPOUND_STREAMS.items() if name in names), None)
    looked_into = [entry for entry in file.entries if entry.name in _COMPOUND_PROGRAMS]
    # More than the file has: streams that share their sectors, to be read for minutes.
    if kind is None or sum(entry.size for entry in looked_into) > len(content):
        return None
    has_macros = bool(names & _COMPOUND_MACROS)
    for entry in looked_into:
        stream = file.read(entry)
        has_program = None if stream is None else _COMPOUND_PROGRAMS[entry.name](stream)
        if has_program is None:
            return None
        has_macros = has_macros or has_program
    return SniffedDocument(kind, has_macros)
