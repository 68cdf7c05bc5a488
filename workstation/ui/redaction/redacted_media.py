"""Photos and files of a consultation as a copy may hold them.

Invariant: of what the doctor covered or left out, no way here gives the file as it came. One whose
boxes cannot be burnt in is one that cannot be had. A photo that was sent twice is one photo: what
is covered at one address is covered at the other, also where that one has boxes of its own. Tests:
``test_a_covered_photo_is_given_by_no_way_as_it_came``,
``test_a_covered_photo_that_was_sent_twice_is_covered_twice``,
``test_what_is_covered_in_either_copy_of_a_photo_is_covered_in_both``.
"""

import asyncio
from functools import partial

from workstation.domain.errors import BrokenMedia
from workstation.domain.redaction import PhotoRedaction, Redaction, unite_boxes
from workstation.services.media_reader import LoadedMedia, MediaReader, OriginalFile
from workstation.ui.media.redacting import burn_boxes, digest_of

EXTENSION, FORM, MEDIA_TYPE = "jpg", "jpeg", "image/jpeg"


class RedactedMedia:
    """Media without what is to be kept out.

    It raises as ``MediaReader`` does, and ``BrokenMedia`` for what is left out.
    """

    def __init__(self, media: MediaReader, redaction: Redaction) -> None:
        self._media, self._redaction = media, redaction
        self._by_digest = unite_boxes(redaction.photos.values())

    async def picture(self, url: str) -> LoadedMedia:
        """A picture, with its boxes burnt in."""
        copy = await self._copy(url)
        if copy is None:
            loaded = await self._media.picture(url)
            copy = await self._copy_of_same(url, loaded.content)
            if copy is None:
                return loaded
        return LoadedMedia(copy, FORM, MEDIA_TYPE)

    async def original(self, url: str) -> OriginalFile:
        """A photo or recording as it came, or the copy of a photo with boxes."""
        copy = await self._copy(url)
        if copy is None:
            return await self._unless_same(url, await self._media.original(url))
        return OriginalFile(copy, EXTENSION)

    async def document(self, url: str, declared_bytes: int | None = None) -> OriginalFile:
        """A file that the policy takes; a photo with boxes may have been sent as one, too."""
        copy = await self._copy(url)
        if copy is None:
            return await self._unless_same(url, await self._media.document(url, declared_bytes))
        return OriginalFile(copy, EXTENSION)

    async def _copy(self, url: str) -> bytes | None:
        """The copy of a photo with boxes; ``None`` for what stays as it is."""
        if url in self._redaction.left_out:
            raise BrokenMedia("left out")
        drawn = self._redaction.photos.get(url)
        return None if drawn is None else await self._burn(url, self._by_digest[drawn.digest])

    async def _unless_same(self, url: str, file: OriginalFile) -> OriginalFile:
        copy = await self._copy_of_same(url, file.content)
        return file if copy is None else OriginalFile(copy, EXTENSION)

    async def _copy_of_same(self, url: str, content: bytes) -> bytes | None:
        """The copy of a file that is covered at another address; ``None`` for any other.

        Raises ``BrokenMedia`` for one that is left out at another address.
        """
        left_out = self._redaction.left_out_digests
        if not (self._by_digest or left_out):
            return None
        digest = await asyncio.to_thread(digest_of, content)
        if digest in left_out:
            raise BrokenMedia("left out")
        redaction = self._by_digest.get(digest)
        return None if redaction is None else await self._burn(url, redaction)

    async def _burn(self, url: str, redaction: PhotoRedaction) -> bytes:
        file = await self._media.picture(url)
        burn = partial(burn_boxes, file.content, file.format_name, redaction)
        return await asyncio.to_thread(burn)
