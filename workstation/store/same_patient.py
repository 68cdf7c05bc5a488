"""The other consultations of one patient that this computer knows, the newest first."""

from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.store.consultation_search import ConsultationMatch, iterate_all
from workstation.store.session_store import SessionStore


def other_consultations(
    store: SessionStore,
    consultation: Consultation,
    now_ms: int,
    hidden: frozenset[ConsultationId] = frozenset(),
) -> list[ConsultationMatch]:
    """By the platform's account of whom they are about; without one nothing is guessed.

    ``hidden`` are consultations of the history whose deletion is held back.
    """
    patient = consultation.target.member_id
    if patient is None:
        return []
    others = [
        match
        for match in iterate_all(store, now_ms, hidden)
        if match.consultation.target.member_id == patient
        and match.consultation.consultation_id != consultation.consultation_id
    ]
    others.sort(key=_age, reverse=True)
    return others


def _age(match: ConsultationMatch) -> tuple[int, int]:
    return match.consultation.created_ms or 0, match.consultation.consultation_id
