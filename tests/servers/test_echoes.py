"""By what a room shows that an echo never comes (``link.echo_watch``), engine by engine."""

from tests.servers.engine import Engine
from tests.servers.raw_client import RawClient, signed_in

DOCTOR, PATIENT = 1001, 2001
MESSAGES = 20


async def _echoes_before_the_answer(doctor: RawClient, room: str, name: str) -> int:
    """How often a message came back before the answer to a ping that was sent after it."""
    await doctor.say(room, name, name)
    ping = await doctor.iq("get", "<ping xmlns='urn:xmpp:ping'/>", f"{room}/{DOCTOR}")
    assert ping.get("type") == "result"
    return [each.get("id") for each in doctor.inbox].count(name)


async def test_xep_0410_a_ping_is_answered_behind_the_echo_of_what_was_said_before(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as doctor:
        await doctor.join(room)
        for number in range(MESSAGES):
            assert await _echoes_before_the_answer(doctor, room, f"said-{number}") == 1


async def test_xep_0045_who_is_inside_may_join_again_and_hears_each_word_once(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as doctor:
        for again in range(2):
            answer = await doctor.join(room)
            assert answer.get("type") is None
            assert await _echoes_before_the_answer(doctor, room, f"said-{again}") == 1
