"""The other consultations of one patient that this computer knows, the newest first."""

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
    patient, number = consultation.target.member_id, consultation.consultation_id
    if patient is None:
        return []

    def is_other(known: Consultation) -> bool:
        return known.target.member_id == patient and known.consultation_id != number

    rows = map(store.worklist.row, store.worklist.consultation_ids())
    others = [
        *(
            ConsultationMatch(row.consultation, in_process=True)
            for row in rows
            if row is not None and is_other(row.consultation)
        ),
        *(
            ConsultationMatch(ended, in_process=False)
            for ended in store.history
            if ended.consultation_id not in hidden and is_other(ended)
        ),
    ]
    return sorted(others, key=_age, reverse=True)


def has_several_open(store: SessionStore, consultation: Consultation) -> bool:
    """Whether the patient has another consultation in process beside this one."""
    patient, number = consultation.target.member_id, consultation.consultation_id
    known = map(store.worklist.consultation, store.worklist.consultation_ids())
    return patient is not None and any(
        each is not None and each.target.member_id == patient and each.consultation_id != number
        for each in known
    )


def _age(match: ConsultationMatch) -> tuple[int, int]:
    return match.consultation.created_ms or 0, match.consultation.consultation_id
