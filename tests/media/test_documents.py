"""Documents are known by their content; what they are called says nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.documents import PDF, archive, compound, document, office, open_document
from workstation.domain.documents import DOCUMENT_KINDS, DocumentKind, DocumentRules
from workstation.domain.errors import EmptyFile, FileNotAllowed, FileWithMacros, MediaTooLarge
from workstation.media import documents
from workstation.media.documents import require_document, sniff_document

RULES = DocumentRules.of(DOCUMENT_KINDS, 1)


@pytest.mark.parametrize("kind", DOCUMENT_KINDS)
def test_every_kind_is_known_by_its_content(kind):
    sniffed = sniff_document(document(kind))
    assert sniffed is not None
    assert (sniffed.kind.value, sniffed.has_macros) == (kind, False)
    assert require_document(document(kind), RULES) is DocumentKind(kind)


@pytest.mark.parametrize(
    "content",
    [
        office("docx", "word/vbaProject.bin"),
        office("xlsx", "xl/macrosheets/sheet1.xml"),
        office("pptx", "ppt/activeX/activeX1.bin"),
        open_document("ods", "Basic/Standard/Module1.xml"),
        open_document("odt", "Scripts/python/evil.py"),
        open_document("odt", "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        compound("WordDocument", "Macros"),
        compound("a", "b", "c", "d", "e", "Workbook", "_VBA_PROJECT_CUR"),
    ],
)
def test_a_document_with_a_program_in_it_is_refused(content):
    with pytest.raises(FileWithMacros):
        require_document(content, RULES)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0 an executable",
        b"<html><script>",
        b"\n%PDF-1.4 not from its first byte",
        archive("word/document.xml"),
        archive("[Content_Types].xml", "other.xml"),
        archive("photo.jpg"),
        archive(first=("mimetype", b"application/epub+zip")),
        compound("EncryptedPackage"),
        b"PK\x03\x04",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        office("docx")[:-30],
        compound("WordDocument")[:600],
    ],
)
def test_what_is_no_document_is_refused_whatever_it_is_called(content):
    with pytest.raises(FileNotAllowed):
        require_document(content, RULES)


def test_only_what_the_policy_names_is_taken_and_no_more_of_it_than_it_says():
    with pytest.raises(FileNotAllowed):
        require_document(document("docx"), DocumentRules.of(("pdf",), 1))
    with pytest.raises(FileNotAllowed):
        require_document(PDF, DocumentRules.of((), 1))
    most = PDF.ljust(RULES.max_bytes, b" ")
    assert require_document(most, RULES) is DocumentKind.PDF
    with pytest.raises(MediaTooLarge):
        require_document(most + b" ", RULES)
    with pytest.raises(EmptyFile):
        require_document(b"", RULES)


def test_a_directory_that_breaks_off_hides_nothing():
    """A program in the part that cannot be found would go unseen."""
    names = ("a", "b", "c", "WordDocument", "d", "e", "Macros")
    whole = bytearray(compound(*names))
    assert sniff_document(bytes(whole)).has_macros
    whole[512 + 4 : 512 + 8] = (900).to_bytes(4, "little")
    assert sniff_document(bytes(whole)) is None
    archived = bytearray(office("docx", "word/vbaProject.bin"))
    assert sniff_document(bytes(archived)).has_macros
    archived[archived.rfind(b"PK\x01\x02")] = 0
    assert sniff_document(bytes(archived)) is None


def test_an_archive_that_another_program_would_read_otherwise_is_none():
    """Bytes behind its end, or a last entry that reaches into it."""
    content = office("docx")
    assert sniff_document(content) is not None
    assert sniff_document(content + b"more") is None
    reaching = bytearray(content)
    last = reaching.rfind(b"PK\x01\x02")
    reaching[last + 30 : last + 32] = (1).to_bytes(2, "little")
    assert sniff_document(bytes(reaching)) is None


def test_a_directory_of_too_many_entries_is_not_read(monkeypatch):
    content = office("docx")
    monkeypatch.setattr(documents, "MAX_ENTRIES", 3)
    assert sniff_document(content) is not None
    monkeypatch.setattr(documents, "MAX_ENTRIES", 2)
    assert sniff_document(content) is None


def test_a_table_that_the_header_has_no_room_for_is_found():
    """Beyond 7 MB: the directory's chain lies in a table that a further sector names."""
    content = bytearray(compound("a", "b", "c", "WordDocument"))
    header, table, directory = content[:512], content[512:1024], content[1024:]
    first = 110 * 128
    far = bytearray(512 * (first + len(directory) // 512 + 1))
    far[:512] = header
    far[48:52] = first.to_bytes(4, "little")
    far[68:72] = (5).to_bytes(4, "little")
    further = 512 * (5 + 1)
    far[further + 4 : further + 8] = (6).to_bytes(4, "little")
    moved = [first + 1, 0xFFFFFFFE]
    place = 512 * (6 + 1)
    far[place : place + 512] = b"".join(each.to_bytes(4, "little") for each in moved).ljust(512)
    far[512 * (first + 1) :] = directory
    assert len(table) == 512
    assert sniff_document(bytes(far)).kind is DocumentKind.DOC


def test_a_directory_that_goes_round_in_circles_ends():
    content = bytearray(compound("a", "b", "c", "d", "e"))
    content[512 + 8 : 512 + 12] = (1).to_bytes(4, "little")
    assert sniff_document(bytes(content)) is None


@given(
    st.sampled_from([PDF, *map(document, DOCUMENT_KINDS)]),
    st.integers(0, 2_000),
    st.binary(max_size=40),
)
def test_nothing_that_is_damaged_raises_anything(content, at, damage):
    sniff_document(content[:at] + damage + content[at + len(damage) :])
    sniff_document(content[:at])
