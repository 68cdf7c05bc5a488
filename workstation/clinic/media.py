"""The clinic's pictures, drawn when first asked for, and its recorded voices."""

import asyncio
import os
import re
import tempfile
from pathlib import Path
from typing import Final

from workstation.clinic.drawing.order import PictureOrder, parse
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
                file.unlink(missing_ok=True)


def _write_at_once(path: Path, content: bytes) -> None:
    """Readers see the whole file or none."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".drawing-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)
