"""Reading statements' rows: what a long list leaves behind."""

from pathlib import Path

import apsw

from workstation.vault import sql
from workstation.vault.engine.opening import PAGES_KIB, open_database

KEY = bytes(range(32))
LONG_LIST = """
    CREATE TABLE words AS
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
    SELECT hex(randomblob(500)) AS word FROM n
"""


def held_bytes(connection: apsw.Connection) -> int:
    """How much of the file a connection holds."""
    return connection.status(apsw.SQLITE_DBSTATUS_CACHE_USED)[0]


def test_a_long_list_is_read_with_few_pages_held_and_none_left(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "long.db", KEY)
    connection.execute(LONG_LIST)
    sql.release_pages(connection)
    with sql.few_pages(connection):
        assert len(sql.rows(connection, "SELECT word FROM words")) == 4000
        at_most = held_bytes(connection)
    assert at_most < 2 * sql.LIST_PAGES_KIB * 1024
    assert held_bytes(connection) < 64 * 1024
    assert connection.pragma("cache_size") == -PAGES_KIB
    connection.close()
