"""What can be kept out of a copy, as finished texts, and what the doctor has answered so far."""

from dataclasses import field

from workstation.domain.identifiers import Identifier
from workstation.domain.value import Value


class FileOffer(Value):
    """A photo, recording or file by its address; ``caption`` tells it from the others."""

    url: str = field(repr=False)
    caption: str = field(repr=False)


class WordOffer(Value):
    """A string as it stands in texts, and in how many places."""

    identifier: Identifier = field(repr=False)
    places: int


class RedactionOffers(Value):
    """All of a consultation. ``texts`` are what words that the doctor types are looked for in.

    Where ``words_go_on`` more were found than are offered.
    """

    photos: tuple[FileOffer, ...]
    words: tuple[WordOffer, ...]
    files: tuple[FileOffer, ...]
    texts: tuple[str, ...] = field(default=(), repr=False)
    words_go_on: bool = False
