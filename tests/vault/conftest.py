"""A vault in memory that runs where it is called, with its doctor and one consultation."""

from collections.abc import Iterator

import pytest

from tests.vault.people import furnish
from workstation.vault.migrations import migrate
from workstation.vault.opening import open_memory


@pytest.fixture
def database() -> Iterator:
    """A database in memory with one consultation."""
    connection = open_memory()
    migrate(connection)
    furnish(connection)
    yield connection
    connection.close()


@pytest.fixture
def fresh_databases() -> Iterator[list]:
    """Two of them that know nothing of each other."""
    made = [open_memory(), open_memory()]
    for connection in made:
        migrate(connection)
        furnish(connection)
    yield made
    for connection in made:
        connection.close()
