"""Who is in a room is told when it changes, and known of no room that is left."""

import pytest

from workstation.domain.connection import Connection, Phase
from workstation.domain.events import Left
from workstation.domain.ids import ConsultationId
from workstation.store.session_store import SessionStore

ROOM, OTHER = ConsultationId(7), ConsultationId(8)


@pytest.fixture
def store() -> SessionStore:
    made = SessionStore()
    made.set_connection(Connection(Phase.ONLINE))
    return made


def test_only_what_is_different_is_told(store):
    changed = []
    store.presence.changed.subscribe(changed.append)
    store.presence.set_members(ROOM, frozenset({1001, 2001}))
    store.presence.set_members(ROOM, frozenset({1001, 2001}))
    store.presence.set_members(OTHER, frozenset())
    store.presence.leave(OTHER)
    assert changed == [ROOM]
    assert store.presence.members(ROOM) == {1001, 2001}


@pytest.mark.parametrize("phase", [Phase.ONLINE, Phase.CONNECTING])
def test_of_a_room_that_is_left_nobody_knows_who_is_there(store, phase):
    store.presence.set_members(ROOM, frozenset({1001, 2001}))
    store.set_connection(Connection(phase))
    changed = []
    store.presence.changed.subscribe(changed.append)
    store.on_room_event(Left(ROOM, "session-lost"), 1.0)
    assert store.presence.members(ROOM) == frozenset()
    assert changed == [ROOM]


def test_a_drop_alone_changes_nothing_as_a_session_taken_up_again_tells_the_rest(store):
    store.presence.set_members(ROOM, frozenset({1001, 2001}))
    store.set_connection(Connection(Phase.CONNECTING))
    store.set_connection(Connection(Phase.ONLINE))
    assert store.presence.members(ROOM) == {1001, 2001}
