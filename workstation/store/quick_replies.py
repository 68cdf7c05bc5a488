"""Which quick replies a doctor looks for: by their text, or by pinyin (``domain.pinyin``)."""

from collections.abc import Sequence

from workstation.domain.matching import Span, find_spans, merge_spans, split_words
from workstation.domain.pinyin import Readings, find_spelled
from workstation.domain.quick_replies import QuickReply, in_sections
from workstation.domain.value import Value


class QuickReplyMatch(Value):
    """A quick reply, and where what was looked for stands in its title and its text."""

    reply: QuickReply
    in_title: tuple[Span, ...] = ()
    in_text: tuple[Span, ...] = ()


def look_up(
    replies: Sequence[QuickReply], words: str, readings: Readings
) -> tuple[QuickReplyMatch, ...]:
    """The replies that hold every one of ``words``; first those that hold it in the title.

    Without words all of them, section by section; sections stand where their first reply does.
    """
    terms = split_words(words)
    if not terms:
        return tuple(map(QuickReplyMatch, in_sections(replies)))
    matches = [match for reply in replies if (match := _match(reply, terms, readings)) is not None]
    return tuple(sorted(matches, key=lambda match: not match.in_title))


def _match(reply: QuickReply, terms: Sequence[str], readings: Readings) -> QuickReplyMatch | None:
    in_title: list[Span] = []
    in_text: list[Span] = []
    for word in terms:
        title = find_spans(reply.title, word) or _find_by_pinyin(reply.title, word, readings)
        text = find_spans(reply.text, word)
        section = find_spans(reply.section, word) or _find_by_pinyin(reply.section, word, readings)
        if not (title or text or section):
            return None
        in_title += title
        in_text += text
    return QuickReplyMatch(reply, merge_spans(in_title), merge_spans(in_text))


def _find_by_pinyin(text: str, letters: str, readings: Readings) -> tuple[Span, ...]:
    span = find_spelled(text, letters, readings)
    return () if span is None else (span,)
