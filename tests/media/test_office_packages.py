"""Programs in newer Office files, by what their parts are to each other and not by their names."""

import pytest

from tests.fakes.documents import office
from workstation.domain.documents import DOCUMENT_KINDS, DocumentKind, DocumentRules
from workstation.domain.errors import FileNotAllowed, FileWithMacros
from workstation.media import office_packages
from workstation.media.documents import require_document

RULES = DocumentRules.of(DOCUMENT_KINDS, 1)
PROJECT = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
SHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"


def relations(kind: str, head: str = "<?xml version='1.0' encoding='UTF-8'?>") -> str:
    """A list with one relation of a kind."""
    return f'{head}<Relationships><Relationship Type="{kind}" Target="a.bin"/></Relationships>'


@pytest.mark.parametrize(
    "content",
    [
        office("xlsx", "xl/a.bin", relations=relations(PROJECT).encode()),
        office("xlsx", "xl/a.bin", relations=relations(PROJECT.replace("P", "&#80;")).encode()),
        office("xlsx", "xl/a.bin", relations=relations(PROJECT, "").encode("utf-16")),
        office("xlsx", "xl/a.xml", relations=relations(f"{SHEET}/xlMacrosheet").encode()),
        office("docx", types=b"application/vnd.ms-word.document.macroEnabled.main+xml"),
        office("docx", types=b"application/vnd.ms-office.activeX+xml"),
    ],
)
def test_a_program_is_found_by_its_relation_whatever_it_is_called(content: bytes):
    with pytest.raises(FileWithMacros):
        require_document(content, RULES)


@pytest.mark.parametrize(
    ("said_of_bin_parts", "is_taken"),
    [
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", True),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.12", False),
    ],
)
def test_a_book_that_a_web_page_wrote_is_taken_and_one_with_a_binary_book_in_it_is_not(
    said_of_bin_parts: str, is_taken: bool
):
    """SheetJS names the type of binary books in every book, without any such part."""
    types = f'<Types><Default Extension="bin" ContentType="{said_of_bin_parts}"/></Types>'
    content = office("xlsx", types=types.encode())
    if is_taken:
        assert require_document(content, RULES) is DocumentKind.XLSX
    else:
        with pytest.raises(FileWithMacros):
            require_document(content, RULES)


@pytest.mark.parametrize(
    "written",
    [
        b"<!DOCTYPE a [<!ENTITY v 'vba'>]>" + relations(SHEET, "").encode(),
        relations(SHEET, "<?xml version='1.0' encoding='UTF-7'?>").encode(),
        relations(SHEET, "").encode("utf-16-le"),
        b"\xff",
    ],
)
def test_a_list_that_may_be_read_in_two_ways_makes_it_no_document(written: bytes):
    with pytest.raises(FileNotAllowed):
        require_document(office("xlsx", relations=written), RULES)


def test_a_list_that_is_cut_off_encrypted_or_too_large_makes_it_no_document(
    monkeypatch: pytest.MonkeyPatch,
):
    content = office("xlsx", relations=relations(SHEET).encode())
    assert require_document(content, RULES) is DocumentKind.XLSX
    other_method = content.replace(b"\x14\0\0\0\x08\0", b"\x14\0\0\0\x0c\0")
    assert other_method != content
    packed = content.index(b"_rels/.rels") + len(b"_rels/.rels")
    no_stream = content[:packed] + b"\xff" + content[packed + 1 :]
    listed = content.rindex(b"_rels/.rels") - 46 + 20
    half = (int.from_bytes(content[listed : listed + 4], "little") // 2).to_bytes(4, "little")
    cut_off = content[:listed] + half + content[listed + 4 :]
    for damaged in (other_method, no_stream, cut_off):
        with pytest.raises(FileNotAllowed):
            require_document(damaged, RULES)
    monkeypatch.setattr(office_packages, "MAX_LISTS_BYTES", 20)
    with pytest.raises(FileNotAllowed):
        require_document(content, RULES)
