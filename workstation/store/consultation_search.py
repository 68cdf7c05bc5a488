"""Consultations of both lists by words: who asks, whom it is about, the team, the matter."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from workstation.domain.consultation import Consultation, with_namesakes
from workstation.domain.ids import ConsultationId
from workstation.domain.matching import has_words, split_words
from workstation.domain.notes import NoteSubject, note_subject
from workstation.domain.people import find_namesakes
from workstation.domain.pinyin import Readings, find_spelled, is_spelling
from workstation.domain.value import Value
from workstation.store.history import HistoryFilter, consultation_has_words
from workstation.store.session_store import SessionStore


class ConsultationMatch(Value):
    """A consultation, and whether it is in process."""

    consultation: Consultation
    in_process: bool


def find_consultations(
    store: SessionStore, words: str, now_ms: int, hidden: frozenset[ConsultationId]
) -> list[ConsultationMatch]:
    """The consultations that have all words: by name first, then in process first, as queued.

    ``hidden`` are consultations of the history whose deletion is held back. Without words, only
    the queue.
    """
    terms = split_words(words)
    queue = (
        ConsultationMatch(consultation, in_process=True)
        for consultation in _iterate_queue(store, now_ms)
    )
    if not terms:
        return list(queue)
    matches = [item for item in queue if consultation_has_words(item.consultation, words)]
    ended = (
        store.history.get(consultation_id)
        for consultation_id in store.history.find(HistoryFilter(words=words), hidden)
    )
    matches += [
        ConsultationMatch(consultation, in_process=False)
        for consultation in ended
        if consultation is not None
    ]
    return sorted(matches, key=lambda item: not _is_named(item.consultation, terms))


def mark_namesakes(
    matches: Iterable[ConsultationMatch], among: Iterable[ConsultationMatch]
) -> list[ConsultationMatch]:
    """The matches, with patients numbered who have a namesake in the other list.

    ``among`` are all matches: of thousands only the few that are shown are rebuilt.
    """
    targets = [match.consultation.target for match in among]
    marked = {each.member_id for each in targets if each.has_namesake and each.member_id}
    namesakes = find_namesakes(targets) | marked
    return [
        replace(match, consultation=with_namesakes(match.consultation, namesakes))
        for match in matches
    ]


def find_noted(
    store: SessionStore, words: str, now_ms: int, hidden: frozenset[ConsultationId]
) -> list[ConsultationMatch]:
    """Patients whose note or labels have all words, each by one consultation.

    In process first, as queued, then the history, newest first. Of a patient the first is taken.
    """
    subjects = store.notes.find(words)
    if not subjects:
        return []
    matches: dict[NoteSubject, ConsultationMatch] = {}
    for match in _iterate_all(store, now_ms, hidden):
        subject = note_subject(match.consultation)
        if subject in subjects:
            matches.setdefault(subject, match)
    return list(matches.values())


def find_by_letters(
    store: SessionStore,
    letters: str,
    now_ms: int,
    hidden: frozenset[ConsultationId],
    readings: Readings,
) -> list[ConsultationMatch]:
    """The consultations whose patient's name letters spell: 王小宝 by ``wxb`` or ``wangxiaobao``.

    In process first, as queued, then the history, newest first; nothing for
    fewer letters than ``pinyin.MIN_LETTERS``.
    """
    if not is_spelling(letters):
        return []
    return [
        match
        for match in _iterate_all(store, now_ms, hidden)
        if find_spelled(match.consultation.target.name, letters, readings) is not None
    ]


def _iterate_all(
    store: SessionStore, now_ms: int, hidden: frozenset[ConsultationId]
) -> list[ConsultationMatch]:
    matches = [ConsultationMatch(one, in_process=True) for one in _iterate_queue(store, now_ms)]
    for consultation_id in store.history.find(HistoryFilter(), hidden):
        consultation = store.history.get(consultation_id)
        if consultation is not None:
            matches.append(ConsultationMatch(consultation, in_process=False))
    return matches


def _is_named(consultation: Consultation, terms: tuple[str, ...]) -> bool:
    return has_words(f"{consultation.target.name}\n{consultation.creator.name}", terms)


def _iterate_queue(store: SessionStore, now_ms: int) -> Iterator[Consultation]:
    for ids in store.worklist.queue_order.sections(now_ms).values():
        for consultation_id in ids:
            row = store.worklist.row(consultation_id)
            if row is not None:
                yield row.consultation
