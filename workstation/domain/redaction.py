"""What a doctor keeps out of a copy of a consultation: places in photos, words, whole files."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
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
        # One may be copied from a text with such signs.
        seen = (_as_compared(_UNSEEN.sub("", word)).split() for word in words)
        self._words = {tuple(word) for word in seen if word}

    def apply(self, text: str) -> str:
        """The text without these words."""
        pieces: list[str] = []
        before = 0
        for start, end in self._places(ComparedText(text)):
            pieces += text[before:start], self._mark
            before = end
        return "".join((*pieces, text[before:]))

    def count(self, text: "str | ComparedText") -> int:
        """The number of places where the words stand; a ``ComparedText`` is compared once."""
        compared = ComparedText(text) if isinstance(text, str) else text
        match [*self._words]:
            case [(word,)]:
                return compared.plain.count(word)
        return sum(1 for _ in self._places(compared))

    def _places(self, text: "ComparedText") -> Iterator[tuple[int, int]]:
        if self._words:
            for match in self._pattern.finditer(text.plain):
                yield text.place_of(match.start()), text.place_of(match.end() - 1) + 1

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(_any_of({tuple(_parts(word)) for word in self._words}, MAX_BRANCHES))


class ComparedText:
    """A text as words are looked for in it: ``plain``, without what nobody sees."""

    def __init__(self, text: str) -> None:
        compared = _as_compared(text)
        unseen = (match.start() for match in _UNSEEN.finditer(compared))
        self._cuts = [place - number for number, place in enumerate(unseen)]
        self.plain = _UNSEEN.sub("", compared) if self._cuts else compared

    def place_of(self, place: int) -> int:
        """Where a sign of ``plain`` stands in the text itself."""
        return place + bisect_right(self._cuts, place)


MAX_BRANCHES = 4
"""So many signs of words that begin alike are looked at once for all of them."""
MAX_KNOWN_SIGNS = 8_192
_UNSEEN = re.compile(f"[{UNSEEN_SIGNS}]")
_OTHER_SHAPES = ("", "<wide>", "<narrow>", "<font>", "<compat>")
"""What makes a sign another shape of one sign, to Unicode; not what has a circle around it."""


def _any_of(words: Iterable[tuple[str, ...]], branches: int) -> str:
    """A pattern for the longest of these words; of 300 numbers in a tenth of the time of a list."""
    words = sorted(words, key=len, reverse=True)
    if not branches or len(words) == 1:
        return "|".join(map("".join, words))
    alike: dict[str, list[tuple[str, ...]]] = {}
    for first, *others in filter(None, words):
        alike.setdefault(first, []).append(tuple(others))
    several = [f"{first}(?:{_any_of(others, branches - 1)})" for first, others in alike.items()]
    return "|".join((*several, "") if () in words else several)


def _parts(words: tuple[str, ...]) -> Iterator[str]:
    """The signs of a word as parts of a pattern."""
    for number, word in enumerate(words):
        if number:
            yield r"\s+"
        yield from map(re.escape, word)


def _as_compared(text: str) -> str:
    """A sign for a sign: small, in usual width, and as the usual one of several that look alike."""
    return text.lower() if text.isascii() else text.translate(_usual)


class _UsualSigns(dict[int, str]):
    """Signs as they are compared, each found once."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        kind, _, target = unicodedata.decomposition(sign).rpartition(" ")
        usual = chr(int(target, 16)) if target and kind in _OTHER_SHAPES else sign
        small = usual.lower()
        if len(self) >= MAX_KNOWN_SIGNS:
            self.clear()
        self[code] = small if len(small) == 1 else usual
        return self[code]


_usual = _UsualSigns()
