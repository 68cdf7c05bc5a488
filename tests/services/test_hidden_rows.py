"""Rows that wait to be deleted are out of sight, and back where the deletion is undone."""

from workstation.services.hidden_rows import HiddenRows
from workstation.store.session_store import SessionStore


def test_what_is_undone_or_refused_is_in_sight_again_and_nothing_else(vault):
    rows, published = HiddenRows(vault, SessionStore(), lambda _: None, lambda: None), []
    rows.changed.subscribe(published.append)
    rows.hide([1, 2])
    rows.reveal([2, 3])
    rows.reveal([2])
    assert published == [{1, 2}, {1}]
