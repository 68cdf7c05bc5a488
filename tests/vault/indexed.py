"""What stands in an index, told by the database itself."""


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
