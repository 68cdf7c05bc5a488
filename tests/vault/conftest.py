"""A vault in memory that runs where it is called, with its doctor and one consultation."""

from collections.abc import Iterator

import pytest

from tests.vault.people import furnished_vault


@pytest.fixture
def database() -> Iterator:
    """A database in memory with one consultation."""
    connection = furnished_vault()
    yield connection
    connection.close()


@pytest.fixture
def fresh_databases() -> Iterator[list]:
    """Two of them that know nothing of each other."""
    made = [furnished_vault(), furnished_vault()]
    yield made
    for connection in made:
        connection.close()
