"""Chinese text found by the first letters of its readings: 皮疹护理 by ``pzhl``.

A character with several readings is found by each of them: 重 by ``c`` and by ``z``.
"""

import unicodedata
from collections.abc import Iterator, Mapping

Readings = Mapping[str, str]
"""By character, the first letters of all its readings."""


def read_table(text: str) -> dict[str, str]:
    """Readings out of lines that begin with a letter; all characters read with it follow."""
    letters: dict[str, str] = {}
    for line in text.splitlines():
        for character in line[1:]:
            letters[character] = letters.get(character, "") + line[0]
    return letters


def find_spelled(text: str, letters: str, readings: Readings) -> tuple[int, int] | None:
    """Start and end of the first run in ``text`` that ``letters`` spell; ``None`` for none.

    Latin letters and figures stand for themselves; blanks and punctuation inside a run are passed
    over. Case and width make no difference.
    """
    characters = [character for character in _plain(letters) if character.isalnum()]
    if not characters:
        return None
    sounds = list(_sounds(text, readings))
    for first in range(len(sounds) - len(characters) + 1):
        run = sounds[first : first + len(characters)]
        if all(letter in sound for letter, (_, sound) in zip(characters, run, strict=True)):
            return run[0][0], run[-1][0] + 1
    return None


def _sounds(text: str, readings: Readings) -> Iterator[tuple[int, str]]:
    """Each character that is heard, by its place, with the letters it may be typed by."""
    for place, character in enumerate(text):
        sound = readings.get(character) or _plain(character)
        if sound and sound[0].isalnum():
            yield place, sound


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
