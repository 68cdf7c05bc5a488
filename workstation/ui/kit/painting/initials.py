"""What stands in an avatar, and in which of the six colours."""

import re
import unicodedata
import zlib

COMPOUND_SURNAMES = frozenset(
    {"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐"}
    | {"夏侯", "端木", "长孙", "宇文", "司徒", "南宫"}
)
GIVEN_LENGTH = 2
NUMBER = re.compile(r" \(\d+\)$")
"""Tells somebody from others of the same name; no part of it."""


def is_han(character: str) -> bool:
    """Whether ``character`` is a Chinese one."""
    return unicodedata.name(character, "").startswith("CJK ")


def surname(name: str) -> str:
    """The surname of a Chinese name, which comes first."""
    return name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > GIVEN_LENGTH else name[:1]


def initials(name: str, *, doctor: bool = False) -> str:
    """A patient's last two characters or a doctor's surname; of other names two initials."""
    words = NUMBER.sub("", name).split()
    if not words:
        return ""
    if is_han(words[0][0]):
        whole = "".join(words)
        return surname(whole) if doctor else whole[-GIVEN_LENGTH:]
    firsts = [first_letter(word) for word in words[:1] + words[-1:] * (len(words) > 1)]
    return "".join(firsts).upper()


def first_letter(word: str) -> str:
    """The first letter or figure of ``word``, or its first character if it has none."""
    return next((character for character in word if character.isalnum()), word[0])


def colour_index(member: int | str | None, colours: int) -> int:
    """A colour that the same member has on every computer and after every restart."""
    return zlib.crc32(str(member).encode()) % colours
