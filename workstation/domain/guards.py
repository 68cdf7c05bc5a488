"""What is asked before a reply is sent: is it this patient's, did a colleague answer already."""

import unicodedata
from collections.abc import Iterable, Iterator

from workstation.domain.consultation import Consultation
from workstation.domain.matching import fold_visible
from workstation.domain.message import Message
from workstation.domain.value import Value

SWITCH_MS = 2_000
"""A reply sent sooner after another consultation was opened may be meant for the one before."""

MIN_NAME_CHARACTERS = 2


class Doubts(Value):
    """Reasons to ask, empty for none.

    ``switched`` says that this consultation was only just opened in place of another, ``named``
    are patients of other open consultations whom the text names, ``answers`` what colleagues
    wrote since the doctor began to write.
    """

    switched: bool = False
    named: tuple[str, ...] = ()
    answers: tuple[Message, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to ask."""
        return self.switched or bool(self.named) or bool(self.answers)


class Moment(Value):
    """When something was begun: the newest message then, 0 for none, and the time."""

    newest: int
    at_ms: int


def just_switched(opened_ms: int | None, sent_ms: int) -> bool:
    """Whether a reply comes too soon after the switch; ``opened_ms`` is ``None`` without one."""
    return opened_ms is not None and sent_ms - opened_ms < SWITCH_MS


def named_others(
    text: str, consultation: Consultation, open_consultations: Iterable[Consultation]
) -> tuple[str, ...]:
    """Names of people of other consultations that ``text`` holds, each once, in their order.

    Names of one character, and those that stand inside a name of this consultation's own people,
    say nothing. Latin names count as whole words only.
    """
    own = [fold_visible(name) for name in _names(consultation)]
    names: dict[str, str] = {}
    folded_text = fold_visible(text)
    for name in (
        name
        for other in open_consultations
        if not _is_same(other, consultation)
        for name in _names(other)
    ):
        plain = fold_visible(name)
        if len(plain) < MIN_NAME_CHARACTERS or any(plain in mine for mine in own):
            continue
        if plain not in names and _contains_word(folded_text, plain):
            names[plain] = " ".join(name.split())
    return tuple(names.values())


def _is_same(other: Consultation, here: Consultation) -> bool:
    return other.consultation_id == here.consultation_id


def _names(consultation: Consultation) -> Iterator[str]:
    yield consultation.target.name
    yield consultation.creator.name


def _contains_word(text: str, name: str) -> bool:
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not (_is_inside_word(text, start) or _is_inside_word(text, end)):
            return True
        start = text.find(name, start + 1)
    return False


def _is_inside_word(text: str, place: int) -> bool:
    """Whether letters of one word stand on both sides of a place; Chinese has no such words."""
    if not 0 < place < len(text):
        return False
    return _is_word_character(text[place - 1]) and _is_word_character(text[place])


def _is_word_character(sign: str) -> bool:
    return sign.isalnum() and unicodedata.east_asian_width(sign) not in {"W", "F"}
