"""What most tests of services begin with."""

from collections.abc import Iterator

import pytest

from tests.services.doctor import Doctor
from workstation.vault.database import Vault


@pytest.fixture
def vault() -> Iterator[Vault]:
    """An empty vault, each of whose calls runs at once."""
    vault = Vault.in_memory(threads=False)
    yield vault
    vault.close()


@pytest.fixture
def doctor() -> Iterator[Doctor]:
    """A doctor whose session has not begun."""
    made = Doctor()
    yield made
    made.vault.close()
