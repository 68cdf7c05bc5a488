"""Consultations of both lists by words: who asks, whom it is about, the team, the matter."""

from collections.abc import Iterator
from dataclasses import dataclass

from workstation.domain.consultation import Consultation
from workstation.domain.matching import has_words, split_words
from workstation.store.desk import Desk
from workstation.store.history import HistoryFilter
from workstation.store.history import has_words as consultation_has


@dataclass(frozen=True, slots=True)
class FoundConsultation:
    """A consultation, and whether it is in process."""

    consultation: Consultation
    in_process: bool


def consultations(
    desk: Desk, words: str, now_ms: int, hidden: frozenset[int] = frozenset()
) -> list[FoundConsultation]:
    """Those that have all words: by name first, what is in process first, as its queue stands.

    ``hidden`` are consultations of the history whose deletion is held back. Without words, only
    the queue.
    """
    wanted = split_words(words)
    queue = (FoundConsultation(told, in_process=True) for told in _queue(desk, now_ms))
    if not wanted:
        return list(queue)
    found = [item for item in queue if consultation_has(item.consultation, words)]
    ended = (desk.history.get(number) for number in desk.history.find(_with(words), hidden))
    found += [FoundConsultation(told, in_process=False) for told in ended if told is not None]
    return sorted(found, key=lambda item: not _named(item.consultation, wanted))


def _with(words: str) -> HistoryFilter:
    return HistoryFilter(words=words)


def _named(told: Consultation, wanted: tuple[str, ...]) -> bool:
    return has_words(f"{told.target.name}\n{told.creator.name}", wanted)


def _queue(desk: Desk, now_ms: int) -> Iterator[Consultation]:
    for numbers in desk.worklist.sections(now_ms).values():
        for number in numbers:
            row = desk.worklist.row(number)
            if row is not None:
                yield row.consultation
