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
