"""What follows from the connection: what becomes of what is sent, absences, rooms without one."""

import pytest

from workstation.domain.connection import Connection, Phase
from workstation.domain.events import Left
from workstation.domain.ids import ConsultationId
from workstation.domain.send_blocker import SendBlocker
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


def test_an_absence_is_counted_from_its_beginning_however_often_it_is_tried():
    """The banner comes after some seconds, and each round of tries takes fewer."""
    store = SessionStore()
    phases = [Phase.ONLINE, Phase.CONNECTING, Phase.WAITING, Phase.CONNECTING, Phase.WAITING]
    for second, phase in enumerate(phases):
        store.set_connection(Connection(phase, float(second)))
    assert store.offline_since == 1.0
    store.set_connection(Connection(Phase.ONLINE, 5.0))
    store.set_connection(Connection(Phase.CONNECTING, 6.0))
    assert store.offline_since == 6.0


def test_without_a_session_no_room_says_why_nothing_is_sent():
    """The connection says so, for all of them; what a room said before is old by the next one."""
    store, room = SessionStore(), ConsultationId(7)
    banned = Left(room, "banned")
    store.on_room_event(banned, 1.0)
    assert store.send_blockers.get(room) is None
    store.set_connection(Connection(Phase.ONLINE))
    store.on_room_event(banned, 2.0)
    assert store.send_blockers.get(room) is SendBlocker.NOT_LET_IN
    store.set_connection(Connection(Phase.CONNECTING))
    assert store.send_blockers.get(room) is None
