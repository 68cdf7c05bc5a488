"""Programs that lie inside a stream of an older Office file, where no name tells of them."""

import pytest

from tests.fakes.documents import book, compound, record, show
from workstation.domain.documents import DOCUMENT_KINDS, DocumentKind, DocumentRules
from workstation.domain.errors import FileNotAllowed, FileWithMacros
from workstation.media.documents import require_document

RULES = DocumentRules.of(DOCUMENT_KINDS, 1)
PASSWORD = record(0x002F, bytes(54))
PADDING = record(0x00FC, bytes(8_000))
PROJECT = bytes.fromhex("0f00ff0314000000020000040c000000")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Workbook", book(sheet=0x01)),
        ("Workbook", book(sheet=0x06)),
        ("Workbook", book(0x00, 0x40)),
        ("Workbook", book(0x01, 0x40, PADDING)),
        ("Book", book(sheet=0x01)),
        ("PowerPoint Document", show(PROJECT + bytes.fromhex("0500000001000000") + bytes(4))),
        ("PowerPoint Document", show(bytes(5_000), PROJECT + bytes.fromhex("0500000000000000"))),
    ],
)
def test_a_program_inside_a_stream_is_found(name: str, content: bytes):
    with pytest.raises(FileWithMacros):
        require_document(compound("a", name, **{name.lower().replace(" ", "_"): content}), RULES)


def test_a_sheet_of_macros_in_a_letter_is_found():
    with pytest.raises(FileWithMacros):
        require_document(compound("WordDocument", "Workbook", workbook=book(sheet=0x01)), RULES)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Workbook", book(0x00, 0x10, PASSWORD)),
        ("Workbook", book()[:30]),
        ("Workbook", book()[4:]),
        ("Workbook", b""),
        ("PowerPoint Document", show(bytes.fromhex("0000f50f20000000") + bytes(32))),
    ],
)
def test_what_cannot_be_looked_into_is_no_document(name: str, content: bytes):
    with pytest.raises(FileNotAllowed):
        require_document(compound(name, **{name.lower().replace(" ", "_"): content}), RULES)


@pytest.mark.parametrize("padding", [b"", PADDING])
def test_a_book_without_a_program_is_taken_small_or_large(padding: bytes):
    content = compound("Workbook", workbook=book(0x00, 0x10, padding))
    assert require_document(content, RULES) is DocumentKind.XLS


@pytest.mark.parametrize(("at", "further"), [(512 + 8, 900), (512 + 8, 2)])
def test_a_stream_whose_chain_is_broken_or_a_circle_is_not_looked_into(at: int, further: int):
    content = bytearray(compound("Workbook", workbook=book(0x00, 0x10, PADDING)))
    assert require_document(bytes(content), RULES) is DocumentKind.XLS
    content[at : at + 4] = further.to_bytes(4, "little")
    with pytest.raises(FileNotAllowed):
        require_document(bytes(content), RULES)


def test_a_small_stream_that_leads_nowhere_is_not_looked_into():
    content = bytearray(compound("Workbook"))
    entry = content.index("Workbook".encode("utf-16-le"))
    content[entry + 116 : entry + 120] = (700).to_bytes(4, "little")
    with pytest.raises(FileNotAllowed):
        require_document(bytes(content), RULES)


def test_streams_that_share_their_sectors_are_not_looked_into():
    """Thousands of them would be read for minutes."""
    content = bytearray(compound("Workbook", *["x"] * 39, workbook=book(0x00, 0x10, PADDING)))
    assert require_document(bytes(content), RULES) is DocumentKind.XLS
    first = content.index("Workbook".encode("utf-16-le"))
    content[first : first + 40 * 128] = content[first : first + 128] * 40
    with pytest.raises(FileNotAllowed):
        require_document(bytes(content), RULES)
