"""Titles and explanations of the settings, from the program's translations."""

import json
from collections.abc import Callable
from typing import Any

from workstation.paths import resource

AREA = "setting"


def texts(language: str) -> Callable[[str], str]:
    """What the catalogue says for a key such as ``setting.ui.theme.title``.

    The catalogue that the window uses would do, but policies are written without a window.
    """
    path = resource(f"translations/{language}/{AREA}.json")
    entries: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))

    def say(key: str) -> str:
        setting, _, part = key.removeprefix(f"{AREA}.").rpartition(".")
        return str(entries[setting][part])

    return say
