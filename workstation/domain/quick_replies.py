"""What a doctor writes again and again: kept texts with places for the people's names."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from workstation.domain.consultation import Consultation
from workstation.domain.errors import InputError
from workstation.domain.value import Value

T = TypeVar("T")


class QuickReply(Value):
    """One kept text. ``section`` groups it and may be empty; ``reply_id`` is 0 until it is kept."""

    title: str
    text: str
    section: str = ""
    reply_id: int = 0


class QuickReplyLimits(Value):
    """Longest texts in characters, and how many quick replies a doctor may have."""

    section: int = 20
    title: int = 40
    text: int = 2_000
    replies: int = 500


LIMITS = QuickReplyLimits()
REQUIRED = ("title", "text")

PATIENT, SUBJECT, ADDRESS = "patient", "subject", "address"
VARIABLES: Mapping[str, str] = {
    "姓名": PATIENT,
    "name": PATIENT,
    "就诊人": SUBJECT,
    "patient": SUBJECT,
    "称呼": ADDRESS,
    "address": ADDRESS,
}
"""What may stand in braces, in either language, and what it means."""

PLACE = re.compile(r"\{\s*([^{}\s]{1,12})\s*\}")


class VariableWords(Value):
    """What is said of people in the language of the reply.

    ``you`` stands for a patient who writes for themself, ``unnamed`` for one without a name.
    """

    you: str
    unnamed: str


def clean(reply: QuickReply) -> QuickReply:
    """The reply as it is kept: ends trimmed, no invisible control characters."""
    section, title = (" ".join(_visible(text).split()) for text in (reply.section, reply.title))
    return QuickReply(title, _visible(reply.text).strip(), section, reply.reply_id)


def find_problem(reply: QuickReply) -> InputError | None:
    """Why a cleaned reply cannot be kept, or None."""
    for field in ("section", "title", "text"):
        written: str = getattr(reply, field)
        limit: int = getattr(LIMITS, field)
        if field in REQUIRED and not written:
            return InputError(field, "empty")
        if len(written) > limit:
            return InputError(field, "too_long", limit=limit)
    return None


def can_be_section(name: str) -> bool:
    """Whether a group of quick replies may be called so; empty is none."""
    return find_problem(QuickReply(title="-", text="-", section=name)) is None


def fill_variables(text: str, consultation: Consultation, words: VariableWords) -> str:
    """``text`` with the people's names in place of its variables; other braces stay.

    The platform tells names and nothing else of people, no sex, age or kinship. So the form of
    address is the name of whoever writes here, empty where there is none; ``{patient}`` is the
    patient's name, or plainly "you" where the patient writes for themself.
    """
    target = _name(consultation.target.name)
    meanings = {
        PATIENT: target or words.unnamed,
        SUBJECT: words.you if consultation.for_self else target or words.unnamed,
        ADDRESS: _name(consultation.creator.name),
    }
    # In one pass: a name that looks like a variable is a name.
    return PLACE.sub(lambda match: meanings.get(_meaning(match[1]), match[0]), text)


def by_section(replies: Iterable[QuickReply]) -> dict[str, tuple[QuickReply, ...]]:
    """The replies of each section in their order; a section stands where its first reply does."""
    sections: dict[str, list[QuickReply]] = {}
    for reply in replies:
        sections.setdefault(reply.section, []).append(reply)
    return {name: tuple(members) for name, members in sections.items()}


def in_sections(replies: Iterable[QuickReply]) -> tuple[QuickReply, ...]:
    """The replies of one section after the other."""
    return tuple(chain.from_iterable(by_section(replies).values()))


def move_reply(replies: Iterable[QuickReply], reply_id: int, by: int) -> tuple[QuickReply, ...]:
    """The replies with one of them ``by`` places on within its section, whose ends stop it."""
    sections = by_section(replies)
    for name, members in sections.items():
        here = next((n for n, reply in enumerate(members) if reply.reply_id == reply_id), None)
        if here is not None:
            sections[name] = _step(members, here, by)
    return tuple(chain.from_iterable(sections.values()))


def move_section(replies: Iterable[QuickReply], name: str, by: int) -> tuple[QuickReply, ...]:
    """The replies with a whole section ``by`` places on among the sections."""
    sections = by_section(replies)
    order = tuple(sections)
    if name in sections:
        order = _step(order, order.index(name), by)
    return tuple(chain.from_iterable(sections[section] for section in order))


def place_reply(
    replies: Iterable[QuickReply], reply_id: int, section: str, at: int
) -> tuple[QuickReply, ...]:
    """The replies with one at place ``at`` of a section, which may be another than it was in."""
    sections = by_section(replies)
    reply = next((one for one in chain(*sections.values()) if one.reply_id == reply_id), None)
    if reply is None:
        return tuple(chain(*sections.values()))
    others = {
        name: [each for each in members if each is not reply] for name, members in sections.items()
    }
    here = others.setdefault(section, [])
    here.insert(max(0, min(at, len(here))), replace(reply, section=section))
    return tuple(chain(*others.values()))


def rename_section(replies: Iterable[QuickReply], name: str, new: str) -> tuple[QuickReply, ...]:
    """The replies with a section renamed; merged into the end of one that has that name already."""
    apart = (
        replace(reply, section=new) if reply.section == name else reply
        for reply in in_sections(replies)
    )
    return in_sections(apart)


def _step(items: tuple[T, ...], here: int, by: int) -> tuple[T, ...]:
    others = [*items[:here], *items[here + 1 :]]
    others.insert(max(0, min(here + by, len(others))), items[here])
    return tuple(others)


def _meaning(variable: str) -> str:
    return VARIABLES.get(variable.casefold(), "")


def _name(name: str) -> str:
    return " ".join(_visible(name).split())


def _visible(text: str) -> str:
    """The text without control characters but line ends and tabs; line ends all the same."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character
        for character in plain
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs", "Cn"}
    )
