"""Actions and settings found by their names: by words, by pinyin whole or in first letters.

The title counts most: 设置 by ``设置`` or ``sz``; then what else is declared for it: ``shezhi``.
"""

from collections.abc import Iterable

from workstation.domain.matching import fold, has_words, split_words
from workstation.domain.pinyin import Readings, find_spelled
from workstation.ui.palette.entries import PaletteAction

MIN_LETTERS = 2
"""One letter spells something in almost every title."""


def find_actions(
    actions: Iterable[PaletteAction], words: str, readings: Readings
) -> list[PaletteAction]:
    """The actions that the words mean, the best match first; equal ones keep their order."""
    ranked = ((_rank(action, words, readings), action) for action in actions)
    return [action for rank, action in sorted(_known(ranked), key=lambda pair: pair[0])]


def _known(
    ranked: Iterable[tuple[int | None, PaletteAction]],
) -> Iterable[tuple[int, PaletteAction]]:
    return ((rank, action) for rank, action in ranked if rank is not None)


def _rank(action: PaletteAction, words: str, readings: Readings) -> int | None:
    """How well an action matches: 0 by the title's own words, then its letters, then the rest."""
    if has_words(action.title, split_words(words)):
        return 0
    letters = "".join(fold(words).split())
    if len(letters) < MIN_LETTERS:
        return None
    run = find_spelled(action.title, letters, readings) if letters.isascii() else None
    if run is not None:  # a run in the middle of a title is mostly chance
        return 1 if run[0] == 0 or run[1] == len(action.title) else 3
    return 2 if letters in "".join(fold(action.spelled).split()) else None
