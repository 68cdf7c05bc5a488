"""The clinic's recordings: real Mandarin speech in the formats that phones send."""

import json
from dataclasses import dataclass
from functools import cache

from workstation.clinic.resources import VOICES


@dataclass(frozen=True, slots=True)
class Voice:
    """One recording; ``length_ms`` is measured, ``text`` is what is said."""

    key: str
    file: str
    length_ms: int
    text: str


@cache
def voices() -> dict[str, Voice]:
    """All recordings by key."""
    entries = json.loads((VOICES / "voices.json").read_text("utf-8"))
    return {entry["key"]: Voice(**entry) for entry in entries}


def voice_file(key: str) -> str:
    """The file name of a recording; raises KeyError."""
    return voices()[key].file
