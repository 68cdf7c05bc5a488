"""Everybody's pictures, voices and files on their way here, and own ones not uploaded yet."""

import asyncio
from dataclasses import field

from workstation.domain.documents import DocumentRules
from workstation.domain.errors import BrokenMedia, MediaTooLarge
from workstation.domain.local_file import file_id_of, is_local
from workstation.domain.value import Value
from workstation.media.documents import require_document
from workstation.media.formats import HEAD_BYTES, MediaKind, extension_of, require, sniff
from workstation.media.library import MediaLibrary
from workstation.media.picture import inspect
from workstation.vault.database import Vault
from workstation.vault.unsent import files


class LoadedMedia(Value):
    """A file's bytes, and what its content was found to be.

    A picture that is not ``complete`` breaks off: what is missing shows as grey or not at all.
    """

    content: bytes = field(repr=False)
    format_name: str
    media_type: str
    complete: bool = True


class OriginalFile(Value):
    """A file to be saved: never opened, never named by anything but its content."""

    content: bytes = field(repr=False)
    extension: str


class MediaReader:
    """Pictures, voices and files by address; ``own:`` and an id means one not uploaded yet.

    ``rules`` say which files the policy takes.
    """

    def __init__(self, library: MediaLibrary, vault: Vault, rules: DocumentRules) -> None:
        self._library, self._vault, self._rules = library, vault, rules

    async def needs_network(self, url: str) -> bool:
        """Whether it has to be fetched, as it is not on this computer."""
        return not is_local(url) and await self._library.needs_fetch(url)

    async def picture(self, url: str) -> LoadedMedia:
        """A picture within bounds, not decoded.

        ``url`` may name an own file that waits on this computer. Raises ``MediaError``,
        ``NetworkError``, ``AnswerError``, ``PlatformError``, and ``StorageError`` for an own file.
        """
        if is_local(url):
            picture = await asyncio.to_thread(inspect, await self._read_own_file(url))
        else:
            picture = await self._library.picture(url)
        form = picture.format
        return LoadedMedia(picture.content, form.name.lower(), form.media_type, picture.whole)

    async def recording(self, url: str) -> LoadedMedia:
        """A recording, not decoded; raises as ``picture``."""
        if is_local(url):
            content = await self._read_own_file(url)
            form = require(content, MediaKind.RECORDING)
        else:
            recording = await self._library.recording(url)
            content, form = recording.content, recording.format
        return LoadedMedia(content, form.name.lower(), form.media_type)

    async def original(self, url: str) -> OriginalFile:
        """The bytes as they came, also of what cannot be shown; raises as ``picture``.

        The extension comes from the content: what a message calls its file is never trusted.
        """
        content = await self._read_original(url)
        return OriginalFile(content, extension_of(content))

    async def document(self, url: str, declared_bytes: int | None = None) -> OriginalFile:
        """A file that the policy takes, with its kind as the extension; raises as ``original``.

        One that is declared larger than the policy allows is not fetched. Raises besides
        ``EmptyFile``, ``MediaTooLarge``, ``FileNotAllowed`` and ``FileWithMacros``.
        """
        if declared_bytes is not None and declared_bytes > self._rules.max_bytes:
            raise MediaTooLarge(f"{declared_bytes} bytes declared")
        content = await self._read_original(url)
        form = sniff(content[:HEAD_BYTES])
        if form is not None and len(content) <= self._rules.max_bytes:
            return OriginalFile(content, form.extension)
        kind = await asyncio.to_thread(require_document, content, self._rules)
        return OriginalFile(content, kind.value)

    async def _read_original(self, url: str) -> bytes:
        return await (self._read_own_file(url) if is_local(url) else self._library.original(url))

    async def _read_own_file(self, url: str) -> bytes:
        content = await self._vault.read(files.data, file_id_of(url))
        if content is None:
            raise BrokenMedia("the file is gone")
        return content
