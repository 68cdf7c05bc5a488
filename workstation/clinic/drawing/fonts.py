"""A font that has Chinese, wherever this computer keeps one."""

from functools import cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

_FOLDERS: Final = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "C:/Windows/Fonts",
    "/System/Library/Fonts",
)
_NAMES: Final = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansSC-Regular.otf",
    "SourceHanSansCN-Regular.otf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
    "msyh.ttc",
    "simsun.ttc",
    "simhei.ttf",
    "PingFang.ttc",
)


@cache
def chinese(size: int) -> ImageFont.FreeTypeFont | None:
    """The font at a size in pixels, or None if this computer has no Chinese font."""
    path = _path()
    return None if path is None else ImageFont.truetype(str(path), size)


@cache
def _path() -> Path | None:
    for name in _NAMES:
        for folder in _FOLDERS:
            path = next(Path(folder).rglob(name), None) if Path(folder).is_dir() else None
            if path is not None:
                return path
    return None
