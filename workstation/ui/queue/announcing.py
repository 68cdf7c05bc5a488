"""Whose conversation is open, told to a screen reader.

The box under the keyboard stays the same when the patient changes, so nothing would be said, and a
reply would be written to another patient than was heard last.
"""

from workstation.store.worklist_row import WorklistRow
from workstation.ui.consultation_row.row_texts import spoken_facts, spoken_patient
from workstation.ui.kit.announcer import announcer


def announce_patient(row: WorklistRow, now_ms: int, *, with_facts: bool = False) -> None:
    """Say who it is and what is needed; ``with_facts`` what stands in the details, too."""
    text = spoken_facts(row, now_ms) if with_facts else spoken_patient(row, now_ms)
    announcer.announce(text, topic="patient", urgent=True)
