"""What stands in an avatar, and in which of the six colours.

A figure is no initial: it tells somebody from others of the same name, and "P1" for patient 12 as
for patient 1 tells of the wrong one. Only a name of nothing but figures shows its last two.
"""

import re
import unicodedata
import zlib

from PySide6.QtCore import QTextBoundaryFinder

COMPOUND_SURNAMES = frozenset(
    {"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐"}
    | {"夏侯", "端木", "长孙", "宇文", "司徒", "南宫"}
)
GIVEN_LENGTH = 2
ADDITION = re.compile(r"(?<=\S)\s*[(\uff08][^()\uff08\uff09]*[)\uff09]\s*$")
"""In brackets behind the name, such as "(3252)" or "(女儿)"; no part of it."""
HAN_MARKS = "々〇"
RARE_HAN = range(0x20000, 0x40000)
"""The planes of rare characters, some of which are younger than Python's names of them."""
JOINED = "AL"
NON_JOINER = "\N{ZERO WIDTH NON-JOINER}"
MAX_CLUSTER = 11
"""An accent or two, or an emoji of several parts; more is written to deface."""


def is_han(character: str) -> bool:
    """Whether ``character`` is a Chinese one."""
    return (
        unicodedata.name(character, "").startswith("CJK ")
        or character in HAN_MARKS
        or ord(character) in RARE_HAN
    )


def surname(name: str) -> str:
    """The surname of a Chinese name, which comes first."""
    return name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > GIVEN_LENGTH else name[:1]


def initials(name: str, *, doctor: bool = False) -> str:
    """A patient's last two Chinese characters or a doctor's surname; of other names two initials.

    Arabic ones stand apart, as they do in print: joined they would be a syllable.
    """
    plain = ADDITION.sub("", unicodedata.normalize("NFC", name))
    if han := "".join(filter(is_han, plain)):
        return surname(han) if doctor else han[-GIVEN_LENGTH:]
    firsts = [cluster for word in plain.split() if (cluster := _first_letter(word))]
    if not firsts:
        figures = "".join(character for character in plain if character.isalnum())
        return figures[-GIVEN_LENGTH:] or first_character(plain.strip())
    ends = firsts[:1] + firsts[-1:] * (len(firsts) > 1)
    joins = all(unicodedata.bidirectional(end[0]) == JOINED for end in ends)
    return (NON_JOINER if joins else "").join(ends)


def first_character(text: str) -> str:
    """What a reader takes for the first character of ``text``: with its accents and its parts."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    return _bounded(text[: _code_points(text, finder.toNextBoundary())])


def last_character(text: str) -> str:
    """What a reader takes for its last one."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    finder.toEnd()
    return _bounded(text[_code_points(text, finder.toPreviousBoundary()) :])


def _first_letter(word: str) -> str:
    """The initial of ``word``; none of a number, or of what has no letter."""
    at = next((n for n, character in enumerate(word) if character.isalnum()), None)
    if at is None or not word[at].isalpha():
        return ""
    cluster = first_character(word[at:])
    return upper if len(upper := cluster.upper()) == len(cluster) else cluster


def _code_points(text: str, utf16_units: int) -> int:
    """How many characters of Python's so many of Qt's are; Qt counts an emoji as two."""
    if utf16_units <= 0:
        return 0
    encoded = text.encode("utf-16-le", "surrogatepass")
    return len(encoded[: 2 * utf16_units].decode("utf-16-le", "surrogatepass"))


def _bounded(cluster: str) -> str:
    return cluster if len(cluster) <= MAX_CLUSTER else cluster[:1]


def colour_index(member: int | str | None, colours: int) -> int:
    """A colour that the same member has on every computer and after every restart."""
    return zlib.crc32(str(member).encode()) % colours
