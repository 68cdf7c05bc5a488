"""How long a notice stays, so that a tired doctor can read it.

The eye takes 3 s to come to it, and 3 s more go into reaching its button, if it has one. Between
them lies reading at a slow pace: 4 Chinese characters or 12 letters a second. It is never shorter
than the design's 8 s, and never longer than half a minute: the last notices can be read again.
"""

import unicodedata

from workstation.ui.kit.theme import MOTION

NOTICING_MS = 3_000
REACHING_MS = 3_000
WIDE_CHARACTER_MS = 250
NARROW_CHARACTER_MS = 1_000 / 12
MAX_MS = 30_000
WIDE = {"W", "F"}


def reading_ms(text: str, *, has_action: bool = False, least_ms: int = MOTION.undo_bar) -> int:
    """How long a notice stays."""
    wide = sum(unicodedata.east_asian_width(character) in WIDE for character in text)
    reading = wide * WIDE_CHARACTER_MS + (len(text) - wide) * NARROW_CHARACTER_MS
    needed = NOTICING_MS + reading + (REACHING_MS if has_action else 0)
    return round(min(max(needed, least_ms), MAX_MS))
