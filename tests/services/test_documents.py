"""Received files: checked by content against the policy, and not fetched where size forbids it."""

import dataclasses

import pytest

from tests.fakes.documents import PDF, document, office
from tests.media.conftest import encoded
from workstation.domain.documents import DOCUMENT_KINDS, DocumentRules
from workstation.domain.errors import EmptyFile, FileNotAllowed, FileWithMacros, MediaTooLarge
from workstation.services.media_reader import MediaReader

RULES = DocumentRules.of(DOCUMENT_KINDS, 1)
GIGABYTE = 1024**3


@dataclasses.dataclass
class Shelf:
    """A library that holds one file; ``fetched`` counts who asked for it."""

    content: bytes
    fetched: int = 0

    async def original(self, _url: str) -> bytes:
        """The bytes as they are."""
        self.fetched += 1
        return self.content


def reader(content: bytes, rules: DocumentRules = RULES) -> tuple[MediaReader, Shelf]:
    shelf = Shelf(content)
    return MediaReader(shelf, None, rules), shelf


@pytest.mark.parametrize("kind", DOCUMENT_KINDS)
async def test_the_kind_is_by_content_whatever_name_and_type_say(kind):
    media, _shelf = reader(document(kind))
    assert (await media.document("https://h.example/report.exe")).extension == kind


async def test_a_picture_that_was_sent_as_a_file_is_one():
    media, _shelf = reader(encoded("PNG"))
    assert (await media.document("https://h.example/a.pdf")).extension == "png"


async def test_one_of_5_gigabytes_is_refused_before_anything_is_fetched():
    media, shelf = reader(PDF)
    with pytest.raises(MediaTooLarge):
        await media.document("https://h.example/a", 5 * GIGABYTE)
    assert shelf.fetched == 0


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyFile),
        (b"MZ an executable", FileNotAllowed),
        (office("docx", "word/vbaProject.bin"), FileWithMacros),
        (PDF.ljust(RULES.max_bytes + 1), MediaTooLarge),
        (encoded("PNG").ljust(RULES.max_bytes + 1), MediaTooLarge),
    ],
)
async def test_what_the_policy_does_not_take_is_refused_with_its_reason(content, error):
    media, _shelf = reader(content)
    with pytest.raises(error):
        await media.document("https://h.example/a.pdf", 10)


async def test_where_the_policy_allows_none_none_is_taken():
    media, _shelf = reader(PDF, DocumentRules.of((), 1))
    with pytest.raises(FileNotAllowed):
        await media.document("https://h.example/a.pdf")
