"""Whether a patient's message asks something: by its signs and words alone, in both languages.

Rules read words, not meaning: whoever shows a question says that a machine found it. The words are
a stranger's: no pattern may look twice at the same blanks, or a text of nothing else would hold the
whole program, whose other threads do not run while one matches
(``test_blanks_without_end_are_looked_at_once``).
"""

import re

from workstation.domain.promises import QUESTION_MARKS, QUOTE_SIGNS

_MARKS = frozenset(QUESTION_MARKS)
_WORDS = re.compile(
    "怎么办|怎么样|怎样|如何|为什么|多久|多少|几次|哪个|哪些|哪里|哪种|是不是|要不要|能不能|可不可以"
    "|需不需要|有没有关系|行不行|请问"
)
_ENDING = re.compile(r"[吗么呢][\s。!！~～]*$", re.MULTILINE)
_LATIN = re.compile("[A-Za-z]")
_BEGINNING = re.compile(
    r"^[^\S\n]*(?:what|when|how|why|which|who|where|can|could|should|shall|may|is|are|does|do|did|will)\b",
    re.IGNORECASE | re.MULTILINE,
)


def asks(text: str) -> bool:
    """Whether these words ask something; a line that begins with ``>`` is somebody else's."""
    if any(sign in text for sign in QUOTE_SIGNS):
        own = (line for line in text.splitlines() if not line.lstrip().startswith(QUOTE_SIGNS))
        text = "\n".join(own)
    return (
        not _MARKS.isdisjoint(text)
        or _WORDS.search(text) is not None
        or _ENDING.search(text) is not None
        or (_LATIN.search(text) is not None and _BEGINNING.search(text) is not None)
    )
