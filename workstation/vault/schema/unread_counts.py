"""How much is unread in a conversation, by who wrote it: counted as it comes and goes.

Each summary would count all of it anew, at every batch that comes in. Triggers count what changes
and what goes, so that no writer can forget to. What comes is counted by the only one who brings it
(``archive.message_writer``), once for a batch: a statement with triggers is one that can be taken
back, and to copy all the pages that a new row changes was a ninth of what a message costs. So one
may be read before it is counted. Counts are sums, in which the order is nothing: such a one is
below zero inside a transaction, and one of nothing is no row.

Whether anything below a place is unread is one step in an index, which names the places. Tests:
``tests/vault/conversation/test_kept_summaries.py``, ``test_unread_counts.py``.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import apsw

_NOT_COUNTED = (
    "UPDATE unread_count SET number = number - 1"
    " WHERE consultation_id = OLD.consultation_id AND member_id = coalesce(OLD.member_id, -1)"
)
_COUNTED = (
    "INSERT INTO unread_count SELECT NEW.consultation_id, coalesce(NEW.member_id, -1), 1"
    " WHERE NEW.unread ON CONFLICT DO UPDATE SET number = number + 1"
)

_COUNT_ALL = """
    INSERT INTO unread_count
    SELECT consultation_id, coalesce(member_id, -1), count(*)
    FROM message WHERE unread GROUP BY 1, 2
"""

UNREAD_COUNTS = f"""
CREATE TABLE unread_count (
    consultation_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (consultation_id, member_id)
) WITHOUT ROWID;
{_COUNT_ALL};
CREATE TRIGGER unread_count_insert AFTER INSERT ON message WHEN NEW.unread BEGIN
    {_COUNTED};
END;
CREATE TRIGGER unread_count_update AFTER UPDATE OF consultation_id, member_id, unread ON message
WHEN OLD.unread OR NEW.unread BEGIN
    {_NOT_COUNTED} AND OLD.unread;
    {_COUNTED};
END;
CREATE TRIGGER unread_count_delete AFTER DELETE ON message WHEN OLD.unread BEGIN
    {_NOT_COUNTED};
END;
CREATE TRIGGER unread_count_none AFTER UPDATE ON unread_count WHEN NEW.number = 0 BEGIN
    DELETE FROM unread_count
    WHERE consultation_id = NEW.consultation_id AND member_id = NEW.member_id;
END;
DROP INDEX message_unread;
CREATE INDEX message_unread ON message (consultation_id, position) WHERE unread;
CREATE INDEX message_mention ON message (consultation_id) WHERE unread AND mentions_me;
"""

_TAKEN_OFF = (
    "INSERT INTO unread_count SELECT OLD.consultation_id, coalesce(OLD.member_id, -1), -1"
    " WHERE OLD.unread ON CONFLICT DO UPDATE SET number = number - 1"
)

COUNTED_BY_BATCH = f"""
DROP TRIGGER summary_message_insert;
DROP TRIGGER unread_count_insert;
DROP TRIGGER unread_count_update;
DROP TRIGGER unread_count_delete;
CREATE TRIGGER unread_count_update AFTER UPDATE OF consultation_id, member_id, unread ON message
WHEN OLD.unread OR NEW.unread BEGIN
    {_TAKEN_OFF};
    {_COUNTED};
END;
CREATE TRIGGER unread_count_delete AFTER DELETE ON message WHEN OLD.unread BEGIN
    {_TAKEN_OFF};
END;
"""


def count_all(connection: "apsw.Connection") -> None:
    """Count what is unread in a database that was filled row by row."""
    connection.execute(_COUNT_ALL)
