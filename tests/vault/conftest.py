"""Vaults with their doctor and one consultation: in memory, running where called, or as files."""

from collections.abc import Iterator

import pytest

from tests.vault.damaged import write_all
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


@pytest.fixture(scope="session")
def healthy(tmp_path_factory) -> dict[str, bytes]:
    """The files of a vault that is whole, by their names."""
    path = tmp_path_factory.mktemp("healthy") / "vault.db"
    write_all(path)
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}
