"""What becomes of what is sent, told by the connection and by where words are kept."""

import pytest

from workstation.domain.connection import Connection, Phase
from workstation.store.session_store import SessionStore


@pytest.mark.parametrize(
    ("phase", "is_durable", "outlook"),
    [
        (Phase.ONLINE, True, "online"),
        (Phase.ONLINE, False, "online"),
        (Phase.WAITING, True, "offline"),
        (Phase.CONFLICT, True, "offline"),
        (Phase.WAITING, False, "unkept"),
    ],
)
def test_without_a_connection_it_waits_on_the_disk_or_in_memory(phase, is_durable, outlook):
    store = SessionStore(is_durable=is_durable)
    store.set_connection(Connection(phase))
    assert store.outlook == outlook
