"""Two PCs of one doctor: what was read at one is read at the other, at once and the next time."""

import asyncio
from pathlib import Path

from tests.servers.conftest import DOCTOR, PATIENT
from tests.servers.contract_steps import say_all
from tests.servers.engine import Engine
from tests.servers.raw_client import signed_in
from tests.servers.workplace import Workplace, at_work

NODE = "urn:xmpp:mds:displayed:0"
PUBSUB = "http://jabber.org/protocol/pubsub"


def unread(doctor: Workplace, number: int) -> int | None:
    row = doctor.session.store.worklist.row(number)
    return None if row is None else row.unread


async def read_to_the_end(doctor: Workplace, number: int) -> None:
    """See the last message."""
    (*_, last) = await doctor.conversation(number)
    await doctor.session.messaging.read_markers.mark_seen(number, last.position)


async def test_what_is_read_at_one_is_read_at_the_other_at_once_and_after_a_start(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with signed_in(engine, PATIENT) as patient:
        await patient.join(room)
        await say_all(patient, room, range(3))
        async with at_work(engine, DOCTOR, tmp_path / "home") as home:
            await home.until(lambda: unread(home, consultation_id) == 3)
            async with at_work(engine, DOCTOR, tmp_path / "clinic") as clinic:
                await clinic.wait_for_rows(consultation_id, lambda rows: len(rows) == 3)
                await read_to_the_end(clinic, consultation_id)
                await home.until(lambda: unread(home, consultation_id) == 0)
        await say_all(patient, room, range(3, 5))
        async with at_work(engine, DOCTOR, tmp_path / "clinic") as clinic:
            await clinic.wait_for_rows(consultation_id, lambda rows: len(rows) == 5)
            await read_to_the_end(clinic, consultation_id)
        async with at_work(engine, DOCTOR, tmp_path / "home") as home:
            await home.wait_for_rows(consultation_id, lambda rows: len(rows) == 5)
            await home.until(lambda: unread(home, consultation_id) == 0)


async def test_xep_0490_what_the_account_remembers_is_written_and_read(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    """Another client of the doctor's may write it without a marker in the room."""
    async with signed_in(engine, PATIENT) as patient:
        await patient.join(room)
        await say_all(patient, room, range(2))
        async with at_work(engine, DOCTOR, tmp_path) as doctor:
            await doctor.wait_for_rows(consultation_id, lambda rows: len(rows) == 2)
            await read_to_the_end(doctor, consultation_id)
            async with signed_in(engine, DOCTOR, resource="other") as other:
                while (await remembered(other, room)) is None:  # noqa: ASYNC110 - nothing is pushed
                    await asyncio.sleep(0.05)
        await say_all(patient, room, range(2, 4))
        async with at_work(engine, DOCTOR, tmp_path) as doctor:
            await doctor.until(lambda: unread(doctor, consultation_id) == 2)
        async with signed_in(engine, DOCTOR, resource="other") as other:
            await other.join(room)
            page = await other.page(room)
            await remember(other, room, page.last)
        async with at_work(engine, DOCTOR, tmp_path) as doctor:
            await doctor.until(lambda: unread(doctor, consultation_id) == 0)


async def test_xep_0490_what_another_program_notes_is_true_here_at_once(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    """It sets no marker in the room: only the account's own server tells of it."""
    async with signed_in(engine, PATIENT) as patient:
        await patient.join(room)
        await say_all(patient, room, range(2))
        async with at_work(engine, DOCTOR, tmp_path) as doctor:
            await doctor.until(lambda: unread(doctor, consultation_id) == 2)
            async with signed_in(engine, DOCTOR, resource="other") as other:
                await other.join(room)
                page = await other.page(room)
                await remember(other, room, page.last)
                await doctor.until(lambda: unread(doctor, consultation_id) == 0)


async def remembered(client, room: str) -> str | None:
    """The archive id that the account's node has for a room."""
    asked = f"<pubsub xmlns='{PUBSUB}'><items node='{NODE}'/></pubsub>"
    answer = await client.iq("get", asked)
    items = answer.iter(f"{{{PUBSUB}}}item")
    mine = next((item for item in items if item.get("id") == room), None)
    return None if mine is None else mine[0][0].get("id")


async def remember(client, room: str, archive_id: str | None) -> None:
    seen = f"<stanza-id xmlns='urn:xmpp:sid:0' by='{room}' id='{archive_id}'/>"
    item = f"<item id='{room}'><displayed xmlns='{NODE}'>{seen}</displayed></item>"
    published = f"<pubsub xmlns='{PUBSUB}'><publish node='{NODE}'>{item}</publish></pubsub>"
    assert (await client.iq("set", published)).get("type") == "result"
