"""Consultations of before the retention's limit and after it, and a clock between."""

from dataclasses import replace

from workstation.base.clock import DAY_MS
from workstation.domain.changes import Place
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.people import Member, Team
from workstation.vault.database import Vault
from workstation.vault.lists import consultations

NOW = 1_000 * DAY_MS


OLD = Consultation(
    1,
    Member(3, "王秀英"),
    Member(4, "王小宝"),
    Team(1, "儿科"),
    Symptom(SymptomKind.TEXT, "皮疹"),
    created_ms=NOW - 31 * DAY_MS,
)


FRESH = replace(OLD, consultation_id=2, created_ms=NOW - 29 * DAY_MS)


async def numbers(vault: Vault, place: Place) -> set[int]:
    """The ids of a list as the vault has it."""
    listed = await vault.read(consultations.in_place, place)
    return {item.consultation.consultation_id for item in listed}
