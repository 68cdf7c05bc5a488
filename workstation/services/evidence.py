"""An evidence package while it is put together: originals, data, record, lists; one file."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from workstation.base.blocking_call import start_writing
from workstation.domain.changes import Timeline
from workstation.domain.consultation import Consultation
from workstation.domain.errors import StorageError, WorkstationError
from workstation.domain.evidence import (
    Original,
    OriginalKind,
    PackageSource,
    PackedFile,
    PackedOriginals,
)
from workstation.evidence.fhir.document import document_of
from workstation.evidence.originals import originals_of
from workstation.evidence.package_writer import PackageWriter
from workstation.media import documents
from workstation.media.formats import Format
from workstation.services.foreign_file import mark_foreign
from workstation.services.media_reader import OriginalFile

UNKNOWN_TYPE = "application/octet-stream"
MEDIA_TYPES = {form.extension: form.media_type for form in Format} | {
    kind.value: media_type for kind, media_type in documents.MEDIA_TYPES.items()
}


def package_originals(consultation: Consultation, conversation: Timeline) -> tuple[Original, ...]:
    """What a package holds besides the record and the data, in the order it was sent."""
    return originals_of(consultation, conversation)


class PackageMedia(Protocol):
    """Where originals come from: as they are, or with what the doctor covered burnt in."""

    async def original(self, url: str) -> OriginalFile:
        """A photo or recording. Raises ``WorkstationError``."""

    async def document(self, url: str, declared_bytes: int | None = None) -> OriginalFile:
        """A file that the policy takes. Raises ``WorkstationError``."""


class EvidencePackage:
    """The writing of one package; the caller ends it by ``finish`` or ``abandon``.

    Raises ``StorageError``.
    """

    def __init__(self, media: PackageMedia, target: Path) -> None:
        self._media, self._target = media, target
        self._writer = PackageWriter(target)

    async def begin(self) -> None:
        """Begin a temporary file beside ``target``, which is replaced by ``finish``."""
        await start_writing(self._writer.open)

    async def gather(
        self, source: PackageSource, on_progress: Callable[[int, int], None]
    ) -> PackedOriginals:
        """Pack the originals one after the other; ``None`` for one not had, or left out."""
        originals = originals_of(source.consultation, source.conversation)
        packed: dict[str, PackedFile | None] = {}
        for original in originals:
            on_progress(len(packed), len(originals))
            is_left_out = original.url in source.redaction.left_out
            packed[original.url] = None if is_left_out else await self._pack(original)
        return packed

    async def add_data(self, source: PackageSource, packed: PackedOriginals) -> str:
        """Pack the structured data; returns the hash of the list of all so far."""
        content = await asyncio.to_thread(document_of, source, packed)
        return await start_writing(partial(self._writer.add_data, content))

    async def add_record(self, content: bytes) -> str:
        """Pack the record; returns the fingerprint of the package."""
        return await start_writing(partial(self._writer.add_record, content))

    async def finish(self) -> None:
        """Finish the package, which then appears under its name."""
        await start_writing(self._writer.finish)
        await start_writing(partial(mark_foreign, self._target))

    async def abandon(self) -> None:
        """Delete what was written of the package so far."""
        await start_writing(self._writer.abandon)

    async def _pack(self, original: Original) -> PackedFile | None:
        try:
            file = await self._fetch(original)
        except StorageError:
            raise
        except WorkstationError:
            return None
        media_type = MEDIA_TYPES.get(file.extension, UNKNOWN_TYPE)
        return await start_writing(
            partial(self._writer.add_original, file.content, file.extension, media_type)
        )

    async def _fetch(self, original: Original) -> OriginalFile:
        if original.kind is OriginalKind.DOCUMENT:
            return await self._media.document(original.url, original.size)
        return await self._media.original(original.url)
