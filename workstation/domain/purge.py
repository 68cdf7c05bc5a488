"""What this computer holds of one patient."""

from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.value import Value


class PatientData(Value):
    """What a purge of one patient would take.

    ``consultation_ids`` may be purged; ``in_process`` is how many others stay. ``unsent`` messages
    and ``drafts``, of summaries too, would be lost with it, and so would half-filled forms of a new
    consultation for ``patient_id``: ``None`` where nobody is named, or others of the patient stay.
    """

    consultation_ids: tuple[ConsultationId, ...]
    in_process: int = 0
    unsent: int = 0
    drafts: int = 0
    patient_id: MemberId | None = None
