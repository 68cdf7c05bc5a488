"""Rows that wait to be deleted are out of sight, and back where the deletion is undone."""

import pytest

from workstation.services.hidden_rows import HiddenRows
from workstation.store.session_store import SessionStore
from workstation.vault.database import Vault


@pytest.fixture
def vault():
    vault = Vault.in_memory(threads=False)
    yield vault
    vault.close()


def test_what_is_undone_or_refused_is_in_sight_again_and_nothing_else(vault):
    rows, published = HiddenRows(vault, SessionStore(), lambda _: None, lambda: None), []
    rows.changed.subscribe(published.append)
    rows.hide([1, 2])
    rows.reveal([2, 3])
    rows.reveal([2])
    assert published == [{1, 2}, {1}]
