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


def _create_tables(connection: "apsw.Connection") -> None:
    connection.execute(TABLES)
    connection.pragma("application_id", APPLICATION)


def _create_search_index(connection: "apsw.Connection") -> None:
    connection.execute(INDEX)
    index_move.fill(connection)


def _drop_rank_of_lists(connection: "apsw.Connection") -> None:
    connection.execute(UNRANKED)


def _index_pairs(connection: "apsw.Connection") -> None:
    connection.execute(PAIRS)
    index_move.fill(connection)


def _create_own_tables(connection: "apsw.Connection") -> None:
    connection.execute(DESK)


def _add_draft_begin_times(connection: "apsw.Connection") -> None:
    connection.execute(BEGUN)


def _add_archive_anchors(connection: "apsw.Connection") -> None:
    """Read rooms that began empty once more from their first word: some of it was hidden."""
    connection.execute(PROVEN)


def _add_own_amendments(connection: "apsw.Connection") -> None:
    connection.execute(AMENDING)


def _add_no_reply_needed(connection: "apsw.Connection") -> None:
    connection.execute(NO_REPLY)


def _add_quotes(connection: "apsw.Connection") -> None:
    connection.execute(QUOTES)


def _add_mentions(connection: "apsw.Connection") -> None:
    connection.execute(MENTIONS)


def _create_bookmarks(connection: "apsw.Connection") -> None:
    connection.execute(BOOKMARKS)


def _create_notes(connection: "apsw.Connection") -> None:
    connection.execute(NOTES)


def _create_summaries(connection: "apsw.Connection") -> None:
    """Begin the summaries empty: what is missing is computed, so a large vault opens fast."""
    connection.execute(SUMMARIES)


def _create_handover_marks(connection: "apsw.Connection") -> None:
    connection.execute(HANDOVER)


def _add_reminders(connection: "apsw.Connection") -> None:
    connection.execute(REMINDERS)


def _begin_small_index(connection: "apsw.Connection") -> None:
    """Begin an index with what comes from now on; what there is follows in the background."""
    connection.execute(SMALL_INDEX)
    index_move.begin_single(connection)


def _begin_grouped_index(connection: "apsw.Connection") -> None:
    """Begin an index like ``_begin_small_index``, with four messages to an entry."""
    connection.execute(GROUPED_INDEX)
    index_move.begin(connection)


def _count_unread(connection: "apsw.Connection") -> None:
    connection.execute(UNREAD_COUNTS)


def _count_unread_by_batch(connection: "apsw.Connection") -> None:
    connection.execute(COUNTED_BY_BATCH)


def _count_unsent(connection: "apsw.Connection") -> None:
    connection.execute(UNSENT_COUNTS)


def _count_undecided(connection: "apsw.Connection") -> None:
    connection.execute(UNDECIDED_COUNTS)


Steps = tuple[Callable[["apsw.Connection"], None], ...]

STEPS: Steps = (
    _create_tables,
    _create_search_index,
    _drop_rank_of_lists,
    _index_pairs,
    _create_own_tables,
    _add_draft_begin_times,
    _add_archive_anchors,
    _add_own_amendments,
    _add_no_reply_needed,
    _add_quotes,
    _add_mentions,
    _create_bookmarks,
    _create_notes,
    _create_summaries,
    _create_handover_marks,
    _add_reminders,
    _begin_small_index,
    _begin_grouped_index,
    _count_unread,
    _count_unread_by_batch,
    _count_unsent,
    _count_undecided,
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
