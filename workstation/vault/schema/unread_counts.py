"""How much is unread in a conversation, by who wrote it: counted as it comes and goes.

Each summary would count all of it anew, at every batch that comes in. Triggers count, so that no
writer can forget to; ``tests/vault/conversation/test_kept_summaries.py`` compares after any
sequence of changes. Whether anything below a place is unread is one step in an index, which names
the places.
"""

_NOT_COUNTED = (
    "UPDATE unread_count SET number = number - 1"
    " WHERE consultation_id = OLD.consultation_id AND member_id = coalesce(OLD.member_id, -1)"
)
_COUNTED = (
    "INSERT INTO unread_count SELECT NEW.consultation_id, coalesce(NEW.member_id, -1), 1"
    " WHERE NEW.unread ON CONFLICT DO UPDATE SET number = number + 1"
)

UNREAD_COUNTS = f"""
CREATE TABLE unread_count (
    consultation_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (consultation_id, member_id)
) WITHOUT ROWID;
INSERT INTO unread_count
    SELECT consultation_id, coalesce(member_id, -1), count(*)
    FROM message WHERE unread GROUP BY 1, 2;
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
