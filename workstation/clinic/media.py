"""The clinic's pictures and reports, drawn when first asked for, and its recorded voices."""

import asyncio
import re
from pathlib import Path
from typing import Final

from workstation.base import held_files
from workstation.base.atomic_write import create_partial
from workstation.clinic.drawing.order import PictureOrder, parse
from workstation.clinic.drawing.pdf import pdf_of
from workstation.clinic.resources import VOICES

MAX_CACHE_BYTES: Final = 768 * 1024 * 1024
_VOICE_NAME = re.compile(r"[a-z0-9-]{1,60}\.(m4a|amr|mp3|ogg|wav)")
VOICE_TYPES: Final = {
    "m4a": "audio/mp4",
    "amr": "audio/amr",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
}
DOCUMENT_TYPES: Final = {"pdf": "application/pdf"}
PICTURE_TYPES: Final = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


class Media:
    """Finds or makes the file behind a media address; one picture is drawn at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._drawing = asyncio.Semaphore(1)

    async def picture(self, name: str) -> Path | None:
        """The file of a picture, or None for a name that stands for no picture."""
        order = parse(name)
        if order is None:
            return None
        path = self._folder / name
        async with self._drawing:
            if not path.exists():
                await asyncio.to_thread(self._draw, order, path)
        return path

    async def document(self, name: str) -> bytes | None:
        """A picture's page as a PDF, or None for a name that stands for none."""
        stem, _, extension = name.rpartition(".")
        path = await self.picture(f"{stem}.jpg") if extension in DOCUMENT_TYPES else None
        return None if path is None else await asyncio.to_thread(_as_pdf, path)

    def voice(self, name: str) -> Path | None:
        """The file of a recording, or None."""
        path = VOICES / name
        return path if _VOICE_NAME.fullmatch(name) and path.is_file() else None

    def _draw(self, order: PictureOrder, path: Path) -> None:
        from workstation.clinic.drawing.draw import draw  # noqa: PLC0415 - Pillow loads late

        self._folder.mkdir(parents=True, exist_ok=True)
        _write_at_once(path, draw(order))
        self._evict_oldest()

    def _evict_oldest(self) -> None:
        files = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
        total = 0
        for file in files:
            total += file.stat().st_size
            if total > MAX_CACHE_BYTES:
                held_files.remove(file)


def _as_pdf(path: Path) -> bytes:
    from PIL import Image  # noqa: PLC0415 - loads late

    with Image.open(path) as picture:
        width, height = picture.size
    return pdf_of(path.read_bytes(), width, height)


def _write_at_once(path: Path, content: bytes) -> None:
    """Write a file so that readers see the whole of it or none."""
    file, partial = create_partial(path.parent, ".drawing-")
    with file:
        file.write(content)
    held_files.replace(partial, path)
