"""The patient's side of a conversation."""

import contextlib

from tests.servers.engine import Engine
from tests.servers.foreign_patient import ForeignPatient, on_the_phone
from tests.servers.plain_patient import PlainPatient, on_a_plain_client

Patient = ForeignPatient | PlainPatient


def online(
    engine: Engine, member_id: int, room: str, *, node: int = 0
) -> contextlib.AbstractAsyncContextManager[Patient]:
    """A patient in the room: on a foreign client wherever the engine takes one."""
    if engine.endpoints[node].c2s_port:
        return on_the_phone(engine, member_id, room, node=node)
    return on_a_plain_client(engine, member_id, room, node=node)
