"""A lost session and the platform away: by a token where the engine gives one, else as ever."""

import asyncio

from tests.servers.conftest import DOCTOR, PATIENT
from tests.servers.contract_steps import through_relay
from tests.servers.doctor import on_duty
from tests.servers.engine import Engine

GIVE_TOKENS = {"clinic", "ejabberd"}
"""Prosody does with Debian's package prosody-modules, which these tests do not ask for."""


async def test_a_cut_session_comes_back_without_a_new_password_where_the_engine_gives_tokens(
    engine: Engine, consultation_id: int
) -> None:
    engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with (
        through_relay(engine) as relay,
        on_duty(engine, DOCTOR, consultation_id, quick=True) as doctor,
    ):
        await doctor.say(consultation_id, "before")
        await asyncio.to_thread(engine.expire_passwords, DOCTOR)
        fetched = engine.hospital.fetches
        for word in ("once", "twice"):
            since = len(doctor.events)
            relay.cut_between_frames()
            await doctor.back(consultation_id, since=since)
            await doctor.say(consultation_id, word)
        assert engine.hospital.fetches == fetched + (engine.name not in GIVE_TOKENS)
        page = await doctor.page(consultation_id)
        assert [each.text for each in page.items] == ["before", "once", "twice"]
