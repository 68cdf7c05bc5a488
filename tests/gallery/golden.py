"""Where the pictures that were looked at are kept, in which looks, and with which fonts."""

import hashlib
from pathlib import Path

from PySide6.QtGui import QFont, QRawFont

from tests.gallery.painting import Look
from workstation.ui.gallery import Scene

KEPT = Path(__file__).parent / "kept"
LOOKS = (Look("light", "zh"), Look("dark", "en"))
LARGEST = Look("light", "zh", 200)
WITH_MESSAGES = frozenset(
    {"main", "main-1366", "queued", "media-states", "narrow", "single", "history", "history-1024"}
)
"""Scenes that a larger text changes: it is the messages' alone."""
PINNED = {
    "Inter": "290d9e4c17258b90",
    "Noto Sans CJK SC": "57493cfd59771e37",
}
"""Of each font its head, which tells its version. The second is of Debian's fonts-noto-cjk
1:20240730+repack1-1."""


def looks_of(scene: Scene) -> tuple[Look, ...]:
    """In which looks a scene is kept."""
    return (*LOOKS, LARGEST) if scene.name in WITH_MESSAGES else LOOKS


def path_of(scene: Scene, look: Look) -> Path:
    """The kept picture of a scene."""
    return KEPT / f"{scene.name}-{look}.png"


def other_fonts() -> str:
    """Which fonts are not those that the pictures were kept with; nothing where all are."""
    wrong = [family for family, head in PINNED.items() if _head_of(family) != head]
    return ", ".join(wrong)


def _head_of(family: str) -> str:
    found = QRawFont.fromFont(QFont(family))
    if found.familyName() != family:
        return ""
    return hashlib.sha256(bytes(found.fontTable("head").data())).hexdigest()[:16]
