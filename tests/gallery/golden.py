"""Where the pictures that were looked at are kept, in which looks, and with which fonts."""

import hashlib
from pathlib import Path

from PySide6.QtGui import QFont, QRawFont

from tests.gallery.painting import Look
from workstation.ui.gallery.__main__ import GalleryScene

KEPT = Path(__file__).parent / "kept"
LOOKS = (Look("light", "zh"), Look("dark", "en"))
LARGEST, SMALLEST = Look("light", "en", 200), Look("dark", "zh", 85)
"""The ends of the range, each in the language that has less room there."""
ALL_LOOKS = (*LOOKS, LARGEST, SMALLEST)
PAPER = frozenset(
    {
        "record-first",
        "record-second",
        "record-watermarked",
        "record-excerpt",
        "record-redacted",
        "handover-paper",
    }
)
"""Paper has a size of its own, whatever text is chosen for the window."""
PINNED = {
    "Inter": "290d9e4c17258b90",
    "Noto Sans CJK SC": "57493cfd59771e37",
}
"""Of each font its head, which tells its version. The second is of Debian's fonts-noto-cjk
1:20240730+repack1-1."""


def looks_of(scene: GalleryScene) -> tuple[Look, ...]:
    """In which looks a scene is kept."""
    return LOOKS if scene.name in PAPER else ALL_LOOKS


def path_of(scene: GalleryScene, look: Look) -> Path:
    """The kept picture of a scene."""
    return KEPT / f"{scene.name}-{look}.png"


def other_fonts() -> str:
    """Which fonts are not those that the pictures were kept with; nothing where all are."""
    wrong = [family for family, head in PINNED.items() if _head_of(family) != head]
    return ", ".join(wrong)


def _head_of(family: str) -> str:
    result = QRawFont.fromFont(QFont(family))
    if result.familyName() != family:
        return ""
    return hashlib.sha256(bytes(result.fontTable("head").data())).hexdigest()[:16]
