"""What a copy is made from: never the file below a box, by whatever way it is asked for."""

import hashlib

import pytest

from tests.ui.record.samples import photograph
from workstation.domain.errors import BrokenMedia, MediaError
from workstation.domain.redaction import PhotoRedaction, PixelBox, Redaction
from workstation.services.media_reader import LoadedMedia, OriginalFile
from workstation.ui.media.redacting import burn_boxes
from workstation.ui.redaction.redacted_media import RedactedMedia

COVERED, LEFT_OUT, PLAIN = "https://a.example/1", "https://a.example/2", "https://a.example/3"
TWIN = "https://a.example/4"
OTHER = photograph(30, 40)
WAYS = ("picture", "original", "document")


class Files:
    """One photo at every address but that of the plain one."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def content(self, url: str) -> bytes:
        return OTHER if url == PLAIN else self._content

    async def picture(self, url):
        return LoadedMedia(self.content(url), "jpeg", "image/jpeg")

    async def original(self, url):
        return OriginalFile(self.content(url), "jpg")

    async def document(self, url, _declared=None):
        return OriginalFile(self.content(url), "jpg")


@pytest.fixture(scope="module")
def content() -> bytes:
    return photograph(60, 40)


def redacted(content: bytes, digest: str = "") -> RedactedMedia:
    digest = digest or hashlib.sha256(content).hexdigest()
    drawn = PhotoRedaction(digest, (PixelBox(0, 0, 60, 40),))
    redaction = Redaction({COVERED: drawn, LEFT_OUT: drawn}, frozenset({LEFT_OUT}))
    return RedactedMedia(Files(content), redaction)


@pytest.mark.parametrize("way", WAYS)
async def test_a_covered_photo_is_given_by_no_way_as_it_came(content, way):
    copy = await getattr(redacted(content), way)(COVERED)
    assert copy.content != content
    plain = await getattr(redacted(content), way)(PLAIN)
    assert plain.content == OTHER


@pytest.mark.parametrize("way", WAYS)
async def test_a_covered_photo_that_was_sent_twice_is_covered_twice(content, way):
    covered = await getattr(redacted(content), way)(COVERED)
    twin = await getattr(redacted(content), way)(TWIN)
    assert twin.content == covered.content


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_covered_in_either_copy_of_a_photo_is_covered_in_both(content, way):
    digest = hashlib.sha256(content).hexdigest()
    left, right = PixelBox(0, 0, 30, 40), PixelBox(30, 0, 30, 40)
    drawn = {url: PhotoRedaction(digest, (box,)) for url, box in ((COVERED, left), (TWIN, right))}
    media = RedactedMedia(Files(content), Redaction(drawn))
    whole = burn_boxes(content, "jpeg", PhotoRedaction(digest, (left, right)))
    assert [(await getattr(media, way)(url)).content for url in (COVERED, TWIN)] == [whole, whole]


@pytest.mark.parametrize("way", WAYS)
async def test_a_photo_that_is_left_out_is_had_at_no_other_address(content, way):
    """The other one could not be had while the doctor was asked."""
    digest = hashlib.sha256(content).hexdigest()
    redaction = Redaction(left_out=frozenset({LEFT_OUT}), left_out_digests=frozenset({digest}))
    media = RedactedMedia(Files(content), redaction)
    with pytest.raises(BrokenMedia):
        await getattr(media, way)(TWIN)
    plain = await getattr(media, way)(PLAIN)
    assert plain.content == OTHER


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_left_out_is_not_to_be_had(content, way):
    with pytest.raises(BrokenMedia):
        await getattr(redacted(content), way)(LEFT_OUT)


@pytest.mark.parametrize("way", WAYS)
async def test_a_photo_that_became_another_is_lost_and_not_given_bare(content, way):
    with pytest.raises(MediaError):
        await getattr(redacted(content, "00" * 32), way)(COVERED)
