"""From any older database to this program's, one numbered step after another.

A step and its number are one transaction: a kill in the middle leaves the step before it. A new
database is made in one, as there is nothing in it to be kept: each transaction waits for the disk.
The number is looked at again inside it, as another program may have been there first.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from workstation.domain.errors import NewerDatabase, StorageError
from workstation.vault.faults import translated_faults
from workstation.vault.schema.tables import (
    AMENDING,
    BEGUN,
    BOOKMARKS,
    DESK,
    HANDOVER,
    MENTIONS,
    NO_REPLY,
    NOTES,
    PROVEN,
    QUOTES,
    REMINDERS,
    SUMMARIES,
    TABLES,
    UNRANKED,
)
from workstation.vault.schema.unread_counts import COUNTED_BY_BATCH, UNREAD_COUNTS
from workstation.vault.schema.unsent_counts import UNDECIDED_COUNTS, UNSENT_COUNTS
from workstation.vault.search import index_move
from workstation.vault.search.index_tables import GROUPED_INDEX, INDEX, PAIRS, SMALL_INDEX

if TYPE_CHECKING:
    import apsw

APPLICATION = 0x44575331
"""Says in the file's header that it is a vault ("DWS1")."""


def _tables(connection: "apsw.Connection") -> None:
    connection.execute(TABLES)
    connection.pragma("application_id", APPLICATION)


def _search_index(connection: "apsw.Connection") -> None:
    connection.execute(INDEX)
    index_move.fill(connection)


def _lists_without_rank(connection: "apsw.Connection") -> None:
    connection.execute(UNRANKED)


def _search_by_pairs(connection: "apsw.Connection") -> None:
    connection.execute(PAIRS)
    index_move.fill(connection)


def _desk(connection: "apsw.Connection") -> None:
    connection.execute(DESK)


def _draft_begin_times(connection: "apsw.Connection") -> None:
    connection.execute(BEGUN)


def _archive_anchors(connection: "apsw.Connection") -> None:
    """Read rooms that began empty once more from their first word: some of it was hidden."""
    connection.execute(PROVEN)


def _own_amendments(connection: "apsw.Connection") -> None:
    connection.execute(AMENDING)


def _no_reply_needed(connection: "apsw.Connection") -> None:
    connection.execute(NO_REPLY)


def _quotes(connection: "apsw.Connection") -> None:
    connection.execute(QUOTES)


def _mentions(connection: "apsw.Connection") -> None:
    connection.execute(MENTIONS)


def _bookmarks(connection: "apsw.Connection") -> None:
    connection.execute(BOOKMARKS)


def _notes(connection: "apsw.Connection") -> None:
    connection.execute(NOTES)


def _stored_summaries(connection: "apsw.Connection") -> None:
    """Begin the summaries empty: what is missing is computed, so a large vault opens fast."""
    connection.execute(SUMMARIES)


def _handover_marks(connection: "apsw.Connection") -> None:
    connection.execute(HANDOVER)


def _reminders(connection: "apsw.Connection") -> None:
    connection.execute(REMINDERS)


def _small_index(connection: "apsw.Connection") -> None:
    """Begin an index with what comes from now on; what there is follows in the background."""
    connection.execute(SMALL_INDEX)
    index_move.begin_single(connection)


def _grouped_index(connection: "apsw.Connection") -> None:
    """Begin an index like ``_small_index``, with four messages to an entry."""
    connection.execute(GROUPED_INDEX)
    index_move.begin(connection)


def _unread_counts(connection: "apsw.Connection") -> None:
    connection.execute(UNREAD_COUNTS)


def _counted_by_batch(connection: "apsw.Connection") -> None:
    connection.execute(COUNTED_BY_BATCH)


def _unsent_counts(connection: "apsw.Connection") -> None:
    connection.execute(UNSENT_COUNTS)


def _undecided_counts(connection: "apsw.Connection") -> None:
    connection.execute(UNDECIDED_COUNTS)


Steps = tuple[Callable[["apsw.Connection"], None], ...]

STEPS: Steps = (
    _tables,
    _search_index,
    _lists_without_rank,
    _search_by_pairs,
    _desk,
    _draft_begin_times,
    _archive_anchors,
    _own_amendments,
    _no_reply_needed,
    _quotes,
    _mentions,
    _bookmarks,
    _notes,
    _stored_summaries,
    _handover_marks,
    _reminders,
    _small_index,
    _grouped_index,
    _unread_counts,
    _counted_by_batch,
    _unsent_counts,
    _undecided_counts,
)


def migrate(connection: "apsw.Connection", steps: Steps = STEPS) -> int:
    """Bring the database to the newest version; returns how many steps that took.

    Raises ``NewerDatabase`` where a later program wrote it, ``StorageError`` where it is not ours.
    """
    with translated_faults("migrate", connection):
        version = int(connection.pragma("user_version"))
        if version > len(steps):
            raise NewerDatabase(f"version {version}")
        if version and connection.pragma("application_id") != APPLICATION:
            raise StorageError("not a vault", call="migrate")
        if not version:
            _apply(connection, len(steps), steps)
        else:
            for version_number, step in enumerate(steps[version:], version + 1):
                _apply(connection, version_number, (step,))
    return len(steps) - version


def _apply(connection: "apsw.Connection", version_number: int, steps: Steps) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if int(connection.pragma("user_version")) < version_number:
            for step in steps:
                step(connection)
            connection.pragma("user_version", version_number)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
