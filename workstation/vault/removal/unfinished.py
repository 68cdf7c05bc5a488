"""What a purge has still to do outside the database, noted in the transaction that purged.

Sealed files and copies set aside cannot go in that transaction, and the audit log is another file:
where the program ends between, the next start does what is noted here. Of a patient it has the
addresses of files that are to go, and numbers.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId
from workstation.vault import preferences
from workstation.vault.overwriting import Overwriting
from workstation.vault.purged_numbers import UNFINISHED, unfinished_ids

if TYPE_CHECKING:
    import apsw

LEFT_FILES = "purged files"
"""Addresses whose sealed files are not known to be gone: the program may end before they are."""


def left_files(connection: "apsw.Connection") -> frozenset[str]:
    """Addresses of purged pictures and voices whose files may still be on the disk."""
    return frozenset(preferences.get(connection, LEFT_FILES, ()))


def note_left_files(connection: "apsw.Connection", addresses: frozenset[str]) -> None:
    """Note that the files of these are to go, and of no others."""
    if addresses:
        preferences.put(connection, LEFT_FILES, sorted(addresses))
    else:
        preferences.remove(connection, LEFT_FILES)


def note_gone(connection: "apsw.Connection", addresses: frozenset[str]) -> None:
    """Note that the files of these are gone."""
    with Overwriting(connection):
        note_left_files(connection, left_files(connection) - addresses)


def note_finished(connection: "apsw.Connection", ids: Iterable[ConsultationId]) -> None:
    """Note that the purges of these are recorded, and no copy has their words any more."""
    rest = (unfinished_ids(connection) or frozenset()) - frozenset(ids)
    if rest:
        preferences.put(connection, UNFINISHED, sorted(rest))
    else:
        preferences.remove(connection, UNFINISHED)
