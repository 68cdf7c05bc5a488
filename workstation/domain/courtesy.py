"""What a patient says at parting and nobody has to answer: thanks, "all right", a sticker.

Only what consists of declared words and of nothing else is a courtesy: "好的，谢谢医生" is, "谢谢，
还疼怎么办" is not. Whatever leaves a doubt asks: a question mark, a word that is not declared, a
text longer than any such words, and everything that is no text. So a courtesy may start the clock
(the doctor looks once too often), but no question is ever taken for one.
"""

import unicodedata
from collections.abc import Collection
from functools import lru_cache

from workstation.domain.value import Value

MAX_COURTESY_CHARACTERS = 40
DEFAULT_COURTESIES = (
    "谢谢",
    "谢谢您",
    "谢谢你",
    "谢谢医生",
    "谢谢大夫",
    "多谢",
    "感谢",
    "非常感谢",
    "辛苦了",
    "医生辛苦了",
    "好",
    "好的",
    "好的好的",
    "收到",
    "知道了",
    "明白了",
    "了解了",
    "再见",
    "拜拜",
    "ok",
    "okay",
    "thanks",
    "thankyou",
    "thanksdoctor",
    "thankyoudoctor",
    "bye",
    "👍",
    "👌",
    "🙏",
    "🌹",
    "💐",
    "😊",
    "🙂",
    "😀",
    "😄",
    "😁",
    "🤝",
    "👏",
    "❤",
    "✅",
)


class Courtesies(Value):
    """The words that are courtesies; none makes everything ask."""

    words: frozenset[str]

    @classmethod
    def of(cls, words: Collection[str]) -> "Courtesies":
        """Words as they are declared; case, width and blanks make no difference."""
        return cls(frozenset(filter(None, map(_bare, words))))

    def consist(self, text: str) -> bool:
        """Whether a text consists of these words and signs between them, without a question."""
        if len(text) > MAX_COURTESY_CHARACTERS:
            return False
        first = text[:1]
        if _IDEOGRAPHS[0] <= first <= _IDEOGRAPHS[1] and first not in _initials(self.words):
            return False
        plain = unicodedata.normalize("NFKC", text)
        bare = _bare(plain)
        if "?" in plain or bare[:1] not in _initials(self.words):
            return False
        reached = {0}
        for start in range(len(bare)):
            if start in reached:
                reached |= {
                    start + len(word) for word in self.words if bare.startswith(word, start)
                }
        return bool(bare) and len(bare) in reached


@lru_cache(maxsize=1)
def _initials(words: frozenset[str]) -> frozenset[str]:
    """The beginnings that a courtesy must have: few texts that ask do, so most are told at once."""
    return frozenset(word[0] for word in words)


def _bare(text: str) -> str:
    """The letters, digits and pictures of a text: no blanks, punctuation or tone of a sticker."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain.translate(_LETTERS)


_IDEOGRAPHS = "\u4e00", "\u9fff"
"""Characters that are the same in every form, whatever follows: most texts begin with one."""


class _Letters(dict[int, int | None]):
    """Which signs count, each looked up once: a queue begins with the words of all patients."""

    def __missing__(self, number: int) -> int | None:
        self[number] = result = None if _is_between(chr(number)) else number
        return result


_LETTERS = _Letters()


def _is_between(sign: str) -> bool:
    category = unicodedata.category(sign)
    return (
        category[0] in "PZM"
        or category in {"Cc", "Cf"}
        or sign == "~"
        or "\U0001f3fb" <= sign <= "\U0001f3ff"
    )
