"""How an administrator is told the size of a database."""

from tests.vault.people import KEY, furnish
from workstation.vault import health
from workstation.vault.migrations import migrate
from workstation.vault.opening import open_database


def test_a_databases_size_is_that_of_its_file(tmp_path):
    path = tmp_path / "vault.db"
    connection = open_database(path, KEY)
    migrate(connection)
    furnish(connection)
    connection.close()
    health_now = health.check(path, KEY)
    assert health_now.size == path.stat().st_size
    assert health_now.rows["consultation"] > 0
    assert health_now.unused < health_now.size
    with_room = open_database(path, KEY)
    assert health.size(with_room) == health_now.size
    with_room.close()
