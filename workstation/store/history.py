"""The history list, and how it is filtered."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from workstation.domain.changes import Changes, Listed, Place
from workstation.domain.consultation import Consultation, SymptomKind
from workstation.domain.ids import ConsultationId
from workstation.domain.matching import fold, split_words
from workstation.domain.notes import NoteSubject, note_subject
from workstation.domain.value import Value
from workstation.store.feed import Feed
from workstation.store.namesakes import Namesakes

MAX_FOLDED_TEXTS = 16_384


class HistoryFilter(Value):
    """Every field that is set must match. Times in ms since the epoch, ``until_ms`` excluded.

    ``noted`` are patients whose private notes contain the words, ``spelled`` the consultations of
    patients whose names match the words by pinyin.
    """

    team_id: int | None = None
    from_ms: int | None = None
    until_ms: int | None = None
    with_pictures: bool = False
    with_voice: bool = False
    words: str = ""
    noted: frozenset[NoteSubject] = frozenset()
    spelled: frozenset[ConsultationId] = frozenset()

    def fits(self, consultation: Consultation) -> bool:
        """Whether a consultation matches."""
        created = consultation.created_ms
        return (
            (self.team_id is None or consultation.team.team_id == self.team_id)
            and (self.from_ms is None or (created is not None and created >= self.from_ms))
            and (self.until_ms is None or (created is not None and created < self.until_ms))
            and (not self.with_pictures or has_pictures(consultation))
            and (not self.with_voice or consultation.symptom.kind is SymptomKind.VOICE)
            and self._is_named(consultation)
        )

    def _is_named(self, consultation: Consultation) -> bool:
        return (
            consultation_has_words(consultation, self.words)
            or note_subject(consultation) in self.noted
            or consultation.consultation_id in self.spelled
        )


def has_pictures(consultation: Consultation) -> bool:
    """Whether a consultation came with pictures."""
    return bool(consultation.pictures)


def consultation_has_words(consultation: Consultation, words: str) -> bool:
    """Whether names, team and symptom text contain each word, in any case or width."""
    terms = split_words(words)
    if not terms:
        return True
    searched_text = _folded_text(
        consultation.creator.name,
        consultation.target.name,
        consultation.team.name,
        consultation.symptom.written,
    )
    return all(word in searched_text for word in terms)


@lru_cache(maxsize=MAX_FOLDED_TEXTS)
def _folded_text(*texts: str) -> str:
    """A text folded for searching, cached: each letter typed searches all texts again."""
    return fold("\n".join(texts))


class History:
    """The history list, newest first.

    It is loaded after the queue: changes applied before ``load`` are newer than what is loaded.
    """

    def __init__(self) -> None:
        self.feed: Feed[frozenset[ConsultationId]] = Feed()
        self._values: dict[ConsultationId, Consultation] = {}
        self._newer_ids: set[ConsultationId] | None = set()
        self._namesakes = Namesakes()
        self._unsent: dict[ConsultationId, int] = {}

    def load(self, listed: Iterable[Listed], unsent: Mapping[ConsultationId, int]) -> None:
        """Fill the list from the vault; ``unsent`` counts own messages that wait or failed."""
        counts = {**unsent, **self._unsent}
        self._unsent = {each: count for each, count in counts.items() if count}
        newer_ids, self._newer_ids = self._newer_ids or set(), None
        older = (item for item in listed if item.consultation.consultation_id not in newer_ids)
        self.apply(Changes(listed=tuple(older)))

    def apply(self, changes: Changes) -> None:
        """Apply changes and publish the ids of the consultations that differ."""
        if self._newer_ids is not None:
            self._newer_ids |= changes.forgotten
            self._newer_ids |= {item.consultation.consultation_id for item in changes.listed}
        self._count_unsent(changes)
        before = {
            consultation_id: self._values.pop(consultation_id, None)
            for consultation_id in changes.forgotten
        }
        for item in changes.listed:
            consultation_id = item.consultation.consultation_id
            before.setdefault(consultation_id, self._values.pop(consultation_id, None))
            if item.place is Place.HISTORY:
                self._values[consultation_id] = item.consultation
        renamed = self._namesakes.mark(self._values, before) if before else ()
        touched = {each for each, value in before.items() if value != self._values.get(each)}
        touched.update(each for each in renamed if each not in before)
        if touched:
            self.feed.publish(frozenset(touched))

    def get(self, consultation_id: ConsultationId) -> Consultation | None:
        """One consultation of the history."""
        return self._values.get(consultation_id)

    def unsent(self, consultation_id: ConsultationId) -> int:
        """How many own messages of a consultation wait or failed."""
        return self._unsent.get(consultation_id, 0)

    def _count_unsent(self, changes: Changes) -> None:
        """Count own messages, for active consultations too: one may have ended by the next list.

        Until ``load``, zeros are stored as well: they are newer than what the vault will return.
        """
        for summary in changes.summaries:
            self._unsent[summary.consultation_id] = summary.unsent
            if not summary.unsent and self._newer_ids is None:
                del self._unsent[summary.consultation_id]
        for consultation_id in changes.purged:
            self._unsent.pop(consultation_id, None)

    def find(
        self, history_filter: HistoryFilter, without: frozenset[ConsultationId] = frozenset()
    ) -> list[ConsultationId]:
        """Matching consultations, newest first; ``without`` have a pending deletion."""
        fitting = [
            value
            for consultation_id, value in self._values.items()
            if consultation_id not in without and history_filter.fits(value)
        ]
        fitting.sort(key=lambda value: (value.created_ms or 0, value.consultation_id), reverse=True)
        return [value.consultation_id for value in fitting]

    def teams(self) -> dict[int, str]:
        """The teams of all consultations, by id and sorted by name, for the filter."""
        names = {
            value.team.team_id: value.team.name
            for value in self._values.values()
            if value.team.team_id is not None
        }
        return dict(sorted(names.items(), key=lambda team: team[1]))

    def __iter__(self) -> Iterator[Consultation]:
        """Every consultation, in no order."""
        return iter(tuple(self._values.values()))

    def __len__(self) -> int:
        """How many consultations the history holds."""
        return len(self._values)
