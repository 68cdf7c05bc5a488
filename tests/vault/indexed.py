"""What stands in an index, told by the database itself, and the index of an older program."""

from workstation.vault.search.character_pairs import pairs


def indexed_pairs(connection, table="message_index"):
    """The pairs that some message is found by; ``None`` where there is no such index."""
    known = "SELECT 1 FROM sqlite_master WHERE name = ?"
    if connection.execute(known, (table,)).fetchone() is None:
        return None
    connection.execute(f"CREATE VIRTUAL TABLE temp.pairs USING fts5vocab(main, '{table}', 'row')")
    try:
        return {term for (term,) in connection.execute("SELECT term FROM temp.pairs")}
    finally:
        connection.execute("DROP TABLE temp.pairs")


def all_indexed_pairs(connection):
    """The same of all indexes together: today's and those of programs before."""
    tables = ("message_index", "message_index_before", "message_index_single")
    return set().union(*(indexed_pairs(connection, table) or () for table in tables))


def index_as_before(connection, after=0):
    """Index the messages after that one as a program of version 16 or 17 did: each for itself."""
    connection.execute("INSERT INTO message_index (message_index) VALUES ('delete-all')")
    rows = connection.execute(
        "SELECT message_id, text FROM message"
        " WHERE message_id > ? AND text <> '' AND NOT retracts ORDER BY message_id",
        (after,),
    ).fetchall()
    connection.executemany(
        "INSERT INTO message_index (rowid, text) VALUES (?, ?)",
        ((number, " ".join(pairs(text))) for number, text in rows),
    )
