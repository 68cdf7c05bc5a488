"""What a doctor keeps out of a copy of a consultation: places in photos, words, whole files."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field

from workstation.domain.value import Value


class PixelBox(Value):
    """A rectangle in a photo, in whole pixels of the photo as it is seen, its EXIF turn applied."""

    left: int
    top: int
    width: int
    height: int


class PhotoRedaction(Value):
    """Boxes drawn over a photo; ``digest`` is the SHA-256 of the file that they were drawn on."""

    digest: str
    boxes: tuple[PixelBox, ...]


class Redaction(Value):
    """All that a copy is made without; photos and files are named by their addresses."""

    photos: Mapping[str, PhotoRedaction] = field(default_factory=dict, repr=False)
    left_out: frozenset[str] = field(default=frozenset(), repr=False)
    words: tuple[str, ...] = field(default=(), repr=False)

    def __bool__(self) -> bool:
        """Whether anything is kept out."""
        return bool(self.photos or self.left_out or self.words)

    def boxes_of(self, url: str) -> tuple[PixelBox, ...]:
        """The boxes over a photo; none for one that is left out."""
        photo = self.photos.get(url)
        return photo.boxes if photo is not None and url not in self.left_out else ()


NOTHING_REDACTED = Redaction()


class WordMask:
    """Puts ``mark`` in the place of each of some words; the longest that fits, in any case."""

    def __init__(self, words: Iterable[str], mark: str) -> None:
        self._mark = mark
        ordered = sorted({word for word in words if word.strip()}, key=len, reverse=True)
        joined = "|".join(map(re.escape, ordered))
        self._pattern = re.compile(joined, re.IGNORECASE) if joined else None

    def apply(self, text: str) -> str:
        """The text without these words."""
        return text if self._pattern is None else self._pattern.sub(lambda _: self._mark, text)

    def count(self, text: str) -> int:
        """In how many places they stand."""
        return 0 if self._pattern is None else sum(1 for _ in self._pattern.finditer(text))
