"""The other consultations of one patient that this computer knows, the newest first."""

from collections.abc import Iterator

from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.store.consultation_search import ConsultationMatch
from workstation.store.session_store import SessionStore


def other_consultations(
    store: SessionStore,
    consultation: Consultation,
    hidden: frozenset[ConsultationId],
) -> list[ConsultationMatch]:
    """The patient's other consultations, by the platform's account; none without an account.

    ``hidden`` are consultations of the history whose deletion is held back.
    """
    others = [
        *(ConsultationMatch(each, in_process=True) for each in _others_open(store, consultation)),
        *(
            ConsultationMatch(ended, in_process=False)
            for ended in store.history
            if ended.consultation_id not in hidden and _is_other(ended, consultation)
        ),
    ]
    return sorted(others, key=_age, reverse=True)


def has_several_open(store: SessionStore, consultation: Consultation) -> bool:
    """Whether the patient has another consultation in process beside this one."""
    return any(_others_open(store, consultation))


def _others_open(store: SessionStore, consultation: Consultation) -> Iterator[Consultation]:
    for each in map(store.worklist.consultation, store.worklist.consultation_ids()):
        if each is not None and _is_other(each, consultation):
            yield each


def _is_other(known: Consultation, consultation: Consultation) -> bool:
    patient = consultation.target.member_id
    return (
        patient is not None
        and known.target.member_id == patient
        and known.consultation_id != consultation.consultation_id
    )


def _age(match: ConsultationMatch) -> tuple[int, int]:
    return match.consultation.created_ms or 0, match.consultation.consultation_id
