"""The tables of the search index, as one step after another makes them (``migrations``)."""

INDEX = """
CREATE VIRTUAL TABLE message_index USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'unicode61'
);
"""

PAIRS = """
DROP TABLE message_index;
CREATE VIRTUAL TABLE message_index USING fts5 (
    text, content = '', contentless_delete = 1,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);
CREATE INDEX message_time ON message (at_ms);
"""

SMALL_INDEX = """
ALTER TABLE message_index RENAME TO message_index_before;
CREATE TABLE index_move (last INTEGER NOT NULL);
INSERT INTO index_move SELECT coalesce(max(message_id), 0) FROM message;

CREATE VIRTUAL TABLE message_index USING fts5 (
    text, content = '', columnsize = 0, detail = none,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);
INSERT INTO message_index (message_index, rank) VALUES ('pgsz', 4000);
"""
"""Its blocks fit on an encrypted page: of the usual 4,050 bytes each had a rest on a second one."""

_SEPARATOR_ONCE = "\u180e"
"""A white space to the index's version of Unicode and none to Python's: a character like others."""

_EVERYTHING = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"

GROUPED_INDEX = f"""
ALTER TABLE message_index RENAME TO message_index_single;
ALTER TABLE index_move ADD COLUMN floor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE index_move ADD COLUMN newest INTEGER NOT NULL DEFAULT 0;

CREATE VIRTUAL TABLE message_index USING fts5 (
    text, content = '', columnsize = 0, detail = none,
    tokenize = "{_EVERYTHING} tokenchars '{_SEPARATOR_ONCE}'"
);
INSERT INTO message_index (message_index, rank) VALUES ('pgsz', 4000);
"""
"""Its numbers are those of groups of messages (``message_index.GROUP``)."""
