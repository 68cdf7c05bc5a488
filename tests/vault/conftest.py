"""A vault in memory that runs where it is called, with its doctor and one consultation."""

from collections.abc import Iterator

import pytest

from tests.vault.people import furnish
from workstation.vault.migrations import migrate
from workstation.vault.opening import open_memory


@pytest.fixture
def database() -> Iterator:
    connection = open_memory()
    migrate(connection)
    furnish(connection)
    yield connection
    connection.close()
