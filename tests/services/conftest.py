"""What most tests of services begin with."""

from collections.abc import Iterator

import pytest

from workstation.vault.database import Vault


@pytest.fixture
def vault() -> Iterator[Vault]:
    """An empty vault, each of whose calls runs at once."""
    vault = Vault.in_memory(threads=False)
    yield vault
    vault.close()
