"""What the session tells and nobody keeps, and what follows from it."""

from types import SimpleNamespace

import pytest

from workstation.domain.connection import Connection, Phase
from workstation.domain.events import ConnectionChanged
from workstation.session.transient_events import apply_transient
from workstation.store.session_store import SessionStore


@pytest.mark.parametrize(
    ("phase", "asked"), [(Phase.ONLINE, ["queue", "history"]), (Phase.WAITING, [])]
)
def test_lists_that_a_sleep_made_old_are_read_once_there_is_a_connection(phase, asked):
    asks = []
    lists = SimpleNamespace(
        queue=SimpleNamespace(request_if_old=lambda: asks.append("queue")),
        history=SimpleNamespace(request_if_old=lambda: asks.append("history")),
    )
    context = SimpleNamespace(store=SessionStore())
    apply_transient(context, lists, None, ConnectionChanged(Connection(phase)))
    assert (asks, context.store.connection.phase) == (asked, phase)
