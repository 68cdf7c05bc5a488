"""Bytes on their way into a slot of the server's upload service (XEP-0363)."""

from collections.abc import Awaitable, Callable

from workstation.domain.address import ApiBase
from workstation.domain.value import Value
from workstation.link.requests import UploadTarget
from workstation.media.upload import read_slot
from workstation.web.media_client import MediaClient

AskSlot = Callable[[str, int, str], Awaitable[UploadTarget]]
Progress = Callable[[float], None]
"""Called with shares between 0 and 1."""


class SlotUploader(Value):
    """Where one doctor uploads to; ``ask`` gets a slot from the IM server."""

    client: MediaClient
    base: ApiBase
    ask: AskSlot

    async def upload(self, name: str, content: bytes, media_type: str, progress: Progress) -> str:
        """Upload content into a slot of its own, once; returns the address to download it from.

        Raises ``UploadRefused`` (also without an IM session), ``ForeignMedia``, ``NetworkError``.
        """
        slot = await self.ask(name, len(content), media_type)
        place = read_slot(self.base, slot.put_url, dict(slot.headers))

        def on_bytes(done: int, total: int | None) -> None:
            progress(done / (total or len(content) or 1))

        await self.client.upload(place, content, media_type=media_type, progress=on_bytes)
        return slot.get_url
