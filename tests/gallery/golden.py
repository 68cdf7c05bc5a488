"""Where the pictures that were looked at are kept, and in which looks."""

from pathlib import Path

from tests.gallery.painting import Look
from workstation.ui.gallery import Scene

KEPT = Path(__file__).parent / "kept"
LOOKS = (Look("light", "zh"), Look("dark", "en"), Look("light", "zh", "largest"))


def path_of(scene: Scene, look: Look) -> Path:
    """The kept picture of a scene."""
    return KEPT / f"{scene.name}-{look}.png"
