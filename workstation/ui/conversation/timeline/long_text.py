"""Texts longer than anybody writes by hand: their beginning is shown, and that it is one.

To lay out what a frame may hold takes up to a minute, by the directions that it is written in. Who
copies or exports such a message has all of it.
"""

from workstation.ui.kit.strings import tr

MAX_LEGIBLE_CHARACTERS = 10_000
"""Some 300 lines of Chinese; laid out in a seventh of a second at worst."""


def cut(text: str) -> tuple[str, str]:
    """As much of a text as is laid out, and the note that follows on it where that is not all."""
    rest = len(text) - MAX_LEGIBLE_CHARACTERS
    if rest <= 0:
        return text, ""
    return text[:MAX_LEGIBLE_CHARACTERS], f"\n{tr('conversation.text_goes_on', count=rest)}"
