"""Where the clinic's own texts and recordings lie."""

from pathlib import Path
from typing import Final

from workstation.base.paths import resource

FOLDER: Final[Path] = resource("clinic")
SEED: Final[Path] = FOLDER / "seed"
VOICES: Final[Path] = FOLDER / "voices"
