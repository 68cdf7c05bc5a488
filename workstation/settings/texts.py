"""Titles and explanations of the settings, from the program's translations.

The catalogue that the window uses would do, but policies are written without a window.
"""

import json
from collections.abc import Callable
from typing import Any

from workstation.base.paths import resource
from workstation.domain.language import Language

AREA = "setting"


def texts(language: Language) -> Callable[[str], str]:
    """The texts of the catalogue, by a key such as ``setting.ui.theme.title``."""
    entries = _read(language, AREA)

    def look_up(key: str) -> str:
        setting, _, part = key.removeprefix(f"{AREA}.").rpartition(".")
        return str(entries[setting][part])

    return look_up


def product_name(language: Language) -> str:
    """The program's name."""
    return str(_read(language, "window")["title"])


def _read(language: Language, area: str) -> dict[str, Any]:
    path = resource(f"translations/{language.value}/{area}.json")
    entries: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return entries
