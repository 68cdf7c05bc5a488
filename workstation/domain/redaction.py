"""What a doctor keeps out of a copy of a consultation: places in photos, words, whole files."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from functools import cached_property

from workstation.domain.matching import UNSEEN_SIGNS
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


def unite_boxes(photos: Iterable[PhotoRedaction]) -> dict[str, PhotoRedaction]:
    """The photos by digest: one that was sent twice is covered wherever either of them is."""
    boxes: dict[str, dict[PixelBox, None]] = {}
    for photo in photos:
        boxes.setdefault(photo.digest, {}).update(dict.fromkeys(photo.boxes))
    return {digest: PhotoRedaction(digest, tuple(drawn)) for digest, drawn in boxes.items()}


class Redaction(Value):
    """All that a copy is made without; photos and files are named by their addresses.

    ``left_out_digests`` are the SHA-256 of the photos left out, by which one is known that was sent
    again at another address.
    """

    photos: Mapping[str, PhotoRedaction] = field(default_factory=dict, repr=False)
    left_out: frozenset[str] = field(default=frozenset(), repr=False)
    words: tuple[str, ...] = field(default=(), repr=False)
    left_out_digests: frozenset[str] = field(default=frozenset(), repr=False)

    def __bool__(self) -> bool:
        """Whether anything is kept out."""
        return bool(self.photos or self.left_out or self.words)

    def boxes_of(self, url: str) -> tuple[PixelBox, ...]:
        """The boxes over a photo; none for one that is left out."""
        photo = self.photos.get(url)
        return photo.boxes if photo is not None and url not in self.left_out else ()


NOTHING_REDACTED = Redaction()


class WordMask:
    """Puts ``mark`` in the place of each of some words; the longest that fits.

    In any case and width, whatever blanks stand between its parts, and with signs in it that nobody
    sees: a name that is kept out and can still be read would be trusted to be gone.
    """

    def __init__(self, words: Iterable[str], mark: str) -> None:
        self._mark = mark
        seen = {re.sub(_UNSEEN, "", word) for word in words}  # one may be copied from such a text
        self._words = sorted(filter(str.strip, seen), key=len, reverse=True)

    def apply(self, text: str) -> str:
        """The text without these words."""
        return self._pattern_for(text).sub(lambda _: self._mark, text) if self._words else text

    def count(self, text: str) -> int:
        """In how many places they stand."""
        return sum(1 for _ in self._pattern_for(text).finditer(text)) if self._words else 0

    def _pattern_for(self, text: str) -> re.Pattern[str]:
        """Most texts have no unusual signs, and are looked through in a tenth of the time."""
        is_unusual = not text.isascii() and _UNUSUAL.search(text) is not None
        return self._for_unusual if is_unusual else self._for_plain

    @cached_property
    def _for_plain(self) -> re.Pattern[str]:
        return _any_of(self._words, lambda part: "".join(map(_in_usual_width, part)), _BLANKS)

    @cached_property
    def _for_unusual(self) -> re.Pattern[str]:
        return _any_of(
            self._words, lambda part: _UNSEEN.join(map(_in_any_width, part)), _UNUSUAL_BLANKS
        )


_FULL_WIDTH = {ord(sign) + 0xFEE0: sign for sign in map(chr, range(ord("!"), ord("~") + 1))}
_TO_FULL_WIDTH = str.maketrans({sign: chr(wide) for wide, sign in _FULL_WIDTH.items()})
_UNSEEN = f"[{UNSEEN_SIGNS}]*"
_BLANKS = r"\s+"
_UNUSUAL_BLANKS = rf"{_UNSEEN}\s[\s{UNSEEN_SIGNS}]*"
_UNUSUAL = re.compile(rf"[－．＠＿＋\uff10-\uff19\uff21-\uff3a\uff41-\uff5a{UNSEEN_SIGNS}]")
"""Not the full width of commas and brackets, which is usual in Chinese: any text may have it."""


def _any_of(words: Iterable[str], write: Callable[[str], str], between: str) -> re.Pattern[str]:
    plain = (word.translate(_FULL_WIDTH).split() for word in words)
    return re.compile("|".join(between.join(map(write, parts)) for parts in plain), re.IGNORECASE)


def _in_usual_width(sign: str) -> str:
    return re.escape(sign) if sign.isalnum() or not sign.isascii() else _in_any_width(sign)


def _in_any_width(sign: str) -> str:
    return f"[{re.escape(sign)}{re.escape(sign.translate(_TO_FULL_WIDTH))}]"
