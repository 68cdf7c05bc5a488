"""A session that hangs in the engine while its socket answers pings, as ejabberd's may."""

import asyncio
import os
import subprocess
from pathlib import Path

import pytest

from tests.servers.contract_steps import archived, soon
from tests.servers.ejabberd import DISTRIBUTION, ERL, Ejabberd
from tests.servers.engine import Engine
from tests.servers.workplace import at_work
from workstation.domain.connection import Phase
from workstation.link import acknowledgement_watch

DOCTOR = 1001
SUSPEND = """
On = fun(M, F, A) -> rpc:call('{node}', M, F, A) end,
Of = [<<"{member}">>, <<"{domain}">>],
[On(sys, suspend, [On(ejabberd_sm, get_session_pid, Of ++ [R])])
    || R <- On(ejabberd_sm, user_resources, Of)],
halt().
"""


def suspend_sessions(engine: Ejabberd, member_id: int) -> None:
    """Whoever keeps a member's sessions does nothing more; their sockets live."""
    node = engine.node_name(0)
    words = SUSPEND.format(node=node, member=member_id, domain=engine.domain).replace("\n", " ")
    command = [str(ERL), "-sname", f"suspend_{os.getpid()}@localhost", "-hidden", "-noinput"]
    subprocess.run(  # noqa: S603 - the rig's own commands
        [*command, *DISTRIBUTION, "-eval", words],
        env={"PATH": os.environ["PATH"], **engine.environment()},
        check=True,
        capture_output=True,
        timeout=60.0,
    )


async def test_what_is_typed_to_a_session_that_hangs_goes_by_the_next_one(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifteen seconds later ejabberd ends that one for the resumption that had hung as well."""
    if not isinstance(engine, Ejabberd):
        pytest.skip("its sessions are no processes that hang by themselves")
    monkeypatch.setattr(acknowledgement_watch, "LOST_SECONDS", 5.0)
    async with at_work(engine, DOCTOR, tmp_path) as doctor:
        link = doctor.session.messaging.link
        await soon(lambda: link.visit(consultation_id))
        phases: list[Phase] = []
        unsubscribe = doctor.session.store.connections.subscribe(
            lambda connection: phases.append(connection.phase)
        )
        await asyncio.to_thread(suspend_sessions, engine, DOCTOR)
        await doctor.say(consultation_id, "hello")
        await doctor.all_sent(consultation_id)
        await doctor.until(lambda: phases.count(Phase.ONLINE) >= 2)
        unsubscribe()
        assert Phase.CONFLICT not in phases
        await doctor.say(consultation_id, "still here")
        await doctor.all_sent(consultation_id)
    assert await archived(engine, room) == ["hello", "still here"]
