"""Which quick replies a doctor looks for: by their text, or by the first letters of the reading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workstation.domain.matching import Span, find_spans, split_words
from workstation.domain.pinyin import Readings, find_spelled
from workstation.domain.quick_replies import QuickReply, in_sections


@dataclass(frozen=True, slots=True)
class Found:
    """A quick reply, and where what was looked for stands in its title and its text."""

    reply: QuickReply
    in_title: tuple[Span, ...] = ()
    in_text: tuple[Span, ...] = ()


def look_up(replies: Sequence[QuickReply], words: str, readings: Readings) -> tuple[Found, ...]:
    """Those that hold every one of ``words``; first those that hold it in the title.

    Without words all of them, section by section; sections stand where their first reply does.
    """
    wanted = split_words(words)
    if not wanted:
        return tuple(map(Found, in_sections(replies)))
    found = [one for reply in replies if (one := _found(reply, wanted, readings)) is not None]
    return tuple(sorted(found, key=lambda one: not one.in_title))


def _found(reply: QuickReply, wanted: Sequence[str], readings: Readings) -> Found | None:
    in_title: list[Span] = []
    in_text: list[Span] = []
    for word in wanted:
        title = find_spans(reply.title, word) or _spelled(reply.title, word, readings)
        text = find_spans(reply.text, word)
        section = find_spans(reply.section, word) or _spelled(reply.section, word, readings)
        if not (title or text or section):
            return None
        in_title += title
        in_text += text
    return Found(reply, _apart(in_title), _apart(in_text))


def _spelled(text: str, letters: str, readings: Readings) -> tuple[Span, ...]:
    span = find_spelled(text, letters, readings)
    return () if span is None else (span,)


def _apart(found: Iterable[Span]) -> tuple[Span, ...]:
    """In order, none upon another."""
    apart: list[Span] = []
    for start, end in sorted(found):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], end))
        else:
            apart.append((start, end))
    return tuple(apart)
