"""The doctor of the vault's tests and one consultation; plain values, no test framework."""

import functools

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM
from workstation.domain.changes import Listed, Place
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.people import Member, Team
from workstation.vault.conversation import members
from workstation.vault.engine.opening import open_memory
from workstation.vault.lists import consultations
from workstation.vault.schema.migrations import migrate

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))


def consultation(number: int = ROOM, **rest: object) -> Consultation:
    """The consultation of these tests; ``rest`` replaces its fields."""
    fields = {
        "consultation_id": number,
        "creator": Member(PATIENT, "王秀英"),
        "target": Member(PATIENT, "王秀英"),
        "team": Team(5, "皮肤科"),
        "symptom": Symptom(SymptomKind.TEXT, "手臂起疹三天"),
        "doctor_ids": (ME, COLLEAGUE),
        "created_ms": 500,
    }
    return Consultation(**(fields | rest))


def furnish(connection) -> None:
    """This doctor's vault with that one consultation in process."""
    members.set_me(connection, ME, "李医生")
    consultations.put(connection, Listed(consultation(), Place.IN_PROCESS))


def empty_vault():
    """A database in memory with every table and no row."""
    return copy_of(_migrated())


def furnished_vault():
    """A database in memory with this doctor and that one consultation."""
    return copy_of(_furnished())


@functools.cache
def _migrated():
    """Copied by each test and by each of its examples: a migration takes a hundred times longer."""
    connection = open_memory()
    migrate(connection)
    return connection


@functools.cache
def _furnished():
    connection = empty_vault()
    furnish(connection)
    return connection


def copy_of(template):
    """Another database in memory that holds the same."""
    connection = open_memory()
    with connection.backup("main", template, "main") as pages:
        pages.step()
    return connection
