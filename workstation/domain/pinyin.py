"""Chinese text found by how it is read: 皮疹护理 by ``pzhl``, ``pizhenhuli`` or ``pizhenhl``.

A character with several readings is found by each of them: 重 by ``chong`` and by ``zhong``. The
last one may be begun: while one types, ``pizhe`` finds it already. ü is typed as ``v``.
"""

from collections.abc import Iterator, Mapping, Sequence

from workstation.domain.matching import Span, fold

Readings = Mapping[str, tuple[str, ...]]
"""By character, the syllables of all its readings, without tones."""

MIN_LETTERS = 2
"""One letter spells a part of almost every name."""


def is_spelling(text: str) -> bool:
    """Whether a text may spell a name: Latin letters alone, and enough of them."""
    return len(text) >= MIN_LETTERS and text.isascii() and text.isalpha()


def read_table(text: str) -> dict[str, tuple[str, ...]]:
    """Readings out of lines of a syllable, a blank, and all characters that are read so."""
    readings: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        syllable, _, characters = line.partition(" ")
        only = (syllable,)  # one for all characters that have no other
        for character in characters:
            readings[character] = readings[character] + only if character in readings else only
    return readings


def find_spelled(text: str, letters: str, readings: Readings) -> Span | None:
    """Start and end of the first run in ``text`` that ``letters`` spell; ``None`` for none.

    Latin letters and figures stand for themselves; blanks and punctuation inside a run are passed
    over. Case and width make no difference.
    """
    typed = "".join(character for character in fold(letters) if character.isalnum())
    if not typed:
        return None
    sounds = list(_sounds(text, readings))
    for first, (start, _) in enumerate(sounds):
        end = _end_of_run(sounds[first:], typed)
        if end is not None:
            return start, end
    return None


def _end_of_run(sounds: Sequence[tuple[int, tuple[str, ...]]], typed: str) -> int | None:
    """Where ``typed`` is used up, each character but the last by its first letter or as a whole."""
    reached = {0}
    for place, syllables in sounds:
        onward = set[int]()
        for at in reached:
            rest = typed[at:]
            for syllable in syllables:
                if syllable.startswith(rest):
                    return place + 1
                if syllable[0] == rest[0]:
                    onward.add(at + 1)
                if rest.startswith(syllable):
                    onward.add(at + len(syllable))
        reached = onward
        if not reached:
            return None
    return None


def _sounds(text: str, readings: Readings) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each character that is heard, by its place, with what it may be typed by."""
    for place, character in enumerate(text):
        syllables = readings.get(character) or (fold(character),)
        if syllables[0][:1].isalnum():
            yield place, syllables
