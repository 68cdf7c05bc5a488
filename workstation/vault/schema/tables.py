"""The tables, as the first step makes them; later steps change them in ``migrations``.

Every message, correction and gap of a conversation has a ``position`` in one common order, the
archive's. Positions are sparse, so that what was missed can be put between what is known.
"""

TABLES = """
CREATE TABLE consultation (
    consultation_id INTEGER PRIMARY KEY,
    place TEXT NOT NULL CHECK (place IN ('in_process', 'history', 'gone')),
    rank INTEGER NOT NULL,
    seen_ms INTEGER NOT NULL,
    creator_id INTEGER, creator_name TEXT NOT NULL,
    target_id INTEGER, target_name TEXT NOT NULL,
    team_id INTEGER, team_name TEXT NOT NULL,
    doctor_ids TEXT NOT NULL,
    status TEXT NOT NULL,
    symptom_kind TEXT NOT NULL, symptom_content TEXT NOT NULL, symptom_declared TEXT NOT NULL,
    images TEXT NOT NULL,
    created_ms INTEGER
);
CREATE INDEX consultation_place ON consultation (place, rank);

CREATE TABLE message (
    message_id INTEGER PRIMARY KEY,
    consultation_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    member_id INTEGER,
    origin_id TEXT NOT NULL,
    twin INTEGER NOT NULL DEFAULT 0,
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    attachment TEXT,
    unread INTEGER NOT NULL DEFAULT 0,
    amends TEXT NOT NULL DEFAULT '',
    retracts INTEGER NOT NULL DEFAULT 0,
    target_id INTEGER REFERENCES message (message_id) ON DELETE SET NULL
);
CREATE UNIQUE INDEX message_once
    ON message (consultation_id, origin_id, coalesce(member_id, -1), twin);
CREATE UNIQUE INDEX message_order ON message (consultation_id, position);
CREATE INDEX message_member ON message (consultation_id, member_id, position);
CREATE INDEX message_unread ON message (consultation_id) WHERE unread;
CREATE INDEX message_amends ON message (consultation_id, amends) WHERE amends <> '';
CREATE INDEX message_target ON message (target_id) WHERE target_id IS NOT NULL;

CREATE TABLE archived (
    consultation_id INTEGER NOT NULL,
    archive_id TEXT NOT NULL,
    message_id INTEGER NOT NULL REFERENCES message (message_id) ON DELETE CASCADE,
    copy INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (consultation_id, archive_id)
) WITHOUT ROWID;
CREATE INDEX archived_message ON archived (message_id);

CREATE TABLE cursor (
    consultation_id INTEGER PRIMARY KEY,
    archive_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    at_ms INTEGER NOT NULL
);

CREATE TABLE gap (
    gap_id INTEGER PRIMARY KEY AUTOINCREMENT,
    consultation_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    after TEXT,
    before TEXT,
    loadable INTEGER NOT NULL DEFAULT 1,
    UNIQUE (consultation_id, position)
);

CREATE TABLE displayed (
    consultation_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    reference TEXT NOT NULL,
    message_id INTEGER REFERENCES message (message_id) ON DELETE CASCADE,
    noted INTEGER PRIMARY KEY AUTOINCREMENT,
    UNIQUE (consultation_id, member_id, reference)
);
CREATE INDEX displayed_message ON displayed (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX displayed_waiting ON displayed (consultation_id, reference) WHERE message_id IS NULL;

CREATE TABLE outbox (
    entry_id INTEGER PRIMARY KEY AUTOINCREMENT,
    consultation_id INTEGER NOT NULL,
    origin_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    attachment TEXT,
    file_id TEXT REFERENCES file (file_id),
    created_ms INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'failed')),
    failure TEXT NOT NULL DEFAULT '',
    said TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    kills INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX outbox_room ON outbox (consultation_id, entry_id);

CREATE TABLE file (
    file_id TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    name TEXT NOT NULL,
    width INTEGER, height INTEGER, duration_ms INTEGER,
    data BLOB NOT NULL
);

CREATE TABLE draft (
    consultation_id INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    caret INTEGER NOT NULL,
    files TEXT NOT NULL,
    updated_ms INTEGER NOT NULL
);

CREATE TABLE member (member_id INTEGER PRIMARY KEY, name TEXT NOT NULL);

CREATE TABLE preference (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

UNRANKED = """
DROP INDEX consultation_place;
ALTER TABLE consultation DROP COLUMN rank;
ALTER TABLE consultation DROP COLUMN seen_ms;
CREATE INDEX consultation_place ON consultation (place);
"""

DESK = """
CREATE TABLE quick_reply (
    reply_id INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    section TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL
);

ALTER TABLE draft ADD COLUMN began INTEGER;

CREATE TABLE desk_mark (
    consultation_id INTEGER PRIMARY KEY,
    pinned_ms INTEGER,
    snoozed INTEGER NOT NULL DEFAULT 0,
    until_ms INTEGER,
    patient_ms INTEGER,
    patient_unread INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX message_picture ON message (consultation_id) WHERE kind = 'image';

CREATE TABLE played (
    message_id INTEGER PRIMARY KEY REFERENCES message (message_id) ON DELETE CASCADE
);

CREATE TABLE measurement (
    consultation_id INTEGER NOT NULL,
    digest TEXT NOT NULL,
    content TEXT NOT NULL,
    made_ms INTEGER NOT NULL,
    PRIMARY KEY (consultation_id, digest)
) WITHOUT ROWID;

CREATE INDEX consultation_target ON consultation (target_id) WHERE target_id IS NOT NULL;

CREATE TABLE closing_summary (
    consultation_id INTEGER PRIMARY KEY,
    content TEXT NOT NULL,
    sent TEXT NOT NULL DEFAULT '',
    origin_id TEXT NOT NULL DEFAULT '',
    sent_ms INTEGER NOT NULL DEFAULT 0
);
"""

BEGUN = "ALTER TABLE draft ADD COLUMN begun_ms INTEGER"

PROVEN = """
ALTER TABLE cursor ADD COLUMN anchor TEXT;
ALTER TABLE gap ADD COLUMN floor INTEGER;

DELETE FROM cursor WHERE consultation_id IN (
    SELECT CAST(substr(name, 15) AS INTEGER) FROM preference WHERE name LIKE 'archive.empty.%'
);
INSERT INTO cursor (consultation_id, archive_id, position, at_ms)
    SELECT room, '', coalesce((
        SELECT min(place) FROM (
            SELECT min(position) AS place FROM message WHERE consultation_id = room
            UNION ALL SELECT min(position) FROM gap WHERE consultation_id = room
        )
    ), 0) - 2147483648, 0
    FROM (
        SELECT CAST(substr(name, 15) AS INTEGER) AS room FROM preference
        WHERE name LIKE 'archive.empty.%'
    );
DELETE FROM preference WHERE name LIKE 'archive.empty.%';
"""

NO_REPLY = "ALTER TABLE desk_mark ADD COLUMN no_reply_to INTEGER"

AMENDING = """
ALTER TABLE outbox ADD COLUMN amends TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN retracts INTEGER NOT NULL DEFAULT 0;
"""

QUOTES = """
ALTER TABLE message ADD COLUMN quotes TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN excerpt TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN quotes TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN quotes TEXT NOT NULL DEFAULT '';
CREATE INDEX message_quotes ON message (consultation_id, quotes) WHERE quotes <> '';
"""

MENTIONS = """
ALTER TABLE message ADD COLUMN mentions TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN mentions_me INTEGER NOT NULL DEFAULT 0;
"""

BOOKMARKS = """
CREATE TABLE bookmark (
    consultation_id INTEGER NOT NULL,
    url TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    note TEXT NOT NULL,
    made_ms INTEGER NOT NULL,
    PRIMARY KEY (consultation_id, url, at_ms)
) WITHOUT ROWID;
"""

NOTES = """
CREATE TABLE patient_note (
    subject TEXT PRIMARY KEY,
    consultation_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    labels TEXT NOT NULL
);
"""


def _forgetting(table: str, condition: str = "") -> str:
    triggers = ""
    for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        room = f"{row}.consultation_id"
        if table == "played":
            room = f"(SELECT consultation_id FROM message WHERE message_id = {row}.message_id)"
        when = f" WHEN {row}.{condition}" if condition else ""
        triggers += (
            f"CREATE TRIGGER summary_{table}_{event.lower()} AFTER {event} ON {table}{when} BEGIN"
            f" DELETE FROM summary WHERE consultation_id = {room}; END;\n"
        )
    return triggers


_READ_BY_SUMMARIES = {
    "consultation": "",
    "message": "",
    "outbox": "",
    "displayed": "",
    "played": "",
    "closing_summary": "",
    "desk_mark": "no_reply_to IS NOT NULL",
}


SUMMARIES = """
CREATE TABLE summary (
    consultation_id INTEGER PRIMARY KEY, me INTEGER,
    unread INTEGER, mentioned INTEGER, patient_unread INTEGER, patient_ms INTEGER,
    unanswered TEXT, is_unanswered INTEGER, summed_up INTEGER, follow_up TEXT,
    doctor_id INTEGER, mine REAL, doctor_ms INTEGER, pictures INTEGER,
    unsent INTEGER, failed INTEGER, read_to INTEGER, has_quotes INTEGER,
    message_id INTEGER, room_id INTEGER, position INTEGER, member_id INTEGER, origin_id TEXT,
    twin INTEGER, at_ms INTEGER, kind TEXT, text TEXT, attachment TEXT, amended INTEGER,
    played INTEGER, quotes TEXT, excerpt TEXT, mentions TEXT
);
""" + "".join(_forgetting(table, condition) for table, condition in _READ_BY_SUMMARIES.items())
"""A summary is kept until something that it was computed of changes."""

HANDOVER = """
CREATE TABLE handover_mark (
    consultation_id INTEGER NOT NULL,
    subject TEXT NOT NULL,
    sentence TEXT NOT NULL,
    due_ms INTEGER,
    PRIMARY KEY (consultation_id, subject, sentence)
) WITHOUT ROWID;
"""

REMINDERS = """
ALTER TABLE handover_mark ADD COLUMN reminds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE handover_mark ADD COLUMN marked_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE summary ADD COLUMN reminders TEXT;
""" + _forgetting("handover_mark")
