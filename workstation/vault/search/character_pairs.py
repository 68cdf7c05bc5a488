"""Pairs of neighbouring characters: what the search index knows of a text."""

from workstation.domain.matching import fold


def pairs(text: str) -> list[str]:
    """Each character of a text with the one that follows it; the last of a word stands alone."""
    plain = fold(text).replace("\x00", " ")
    return [word[place : place + 2] for word in plain.split() for place in range(len(word))]
