"""What waits for one patient holds up nothing that waits for another."""

import asyncio

import pytest

from tests.fakes.archive import ROOM
from tests.services.doctor import Doctor, enter
from workstation.domain.commands import Send
from workstation.domain.connection import Connection, Phase
from workstation.domain.errors import StorageError
from workstation.domain.events import ConnectionChanged
from workstation.domain.message import MessageKind
from workstation.vault.unsent import failures, files
from workstation.vault.unsent import outbox as rows

OTHER = ROOM + 1


async def working(upload) -> Doctor:
    """A doctor in two rooms, with a picture for the first and words for the second."""
    doctor = Doctor(upload=upload)
    await doctor.start()
    await enter(doctor, ROOM)
    await enter(doctor, OTHER)
    stored = await doctor.vault.write(
        files.keep, b"\x89PNG", "image/png", "p.png", width=1, height=1
    )
    await doctor.vault.write(rows.send_file, ROOM, "picture", MessageKind.IMAGE, stored.file_id, 1)
    await doctor.vault.write(rows.add, OTHER, "words", MessageKind.TEXT, "words", 2)
    return doctor


async def test_a_slow_upload_for_one_patient_holds_up_no_words_for_another() -> None:
    slow = asyncio.Event()

    async def upload(entry) -> Send:
        await slow.wait()
        return entry.command

    doctor = await working(upload)
    await doctor.begin(ConnectionChanged(Connection(Phase.ONLINE)))
    async with asyncio.timeout(30):
        while "words" not in doctor.sent:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0)
    assert doctor.sent == ["words"]
    slow.set()
    await asyncio.gather(*doctor.work)
    assert doctor.sent == ["words", "picture"]
    doctor.vault.close()


async def test_what_fails_for_one_patient_is_told_when_the_others_have_had_their_turn() -> None:
    async def upload(_entry) -> None:
        raise StorageError("broken")

    doctor = await working(upload)
    with pytest.raises(StorageError):
        await doctor.outbox.pump_all()
    assert doctor.sent == ["words"]
    doctor.vault.close()


@pytest.mark.parametrize("end", [failures.fail, failures.discard])
async def test_a_picture_that_will_not_go_holds_up_no_words_behind_it(end) -> None:
    async def upload(entry) -> None:
        reason = ("too-large",) if end is failures.fail else ()
        await doctor.vault.write(end, entry.origin_id, *reason)

    doctor = await working(upload)
    await doctor.vault.write(rows.add, ROOM, "behind", MessageKind.TEXT, "behind", 3)
    await doctor.outbox.pump(ROOM)
    assert doctor.sent == ["behind"]
    doctor.vault.close()


async def test_a_picture_that_waits_holds_up_the_words_behind_it() -> None:
    async def upload(_entry) -> None:
        return None

    doctor = await working(upload)
    await doctor.vault.write(rows.add, ROOM, "behind", MessageKind.TEXT, "behind", 3)
    await doctor.outbox.pump(ROOM)
    assert doctor.sent == []
    doctor.vault.close()


async def test_what_was_deleted_just_before_it_went_holds_up_no_words_behind_it() -> None:
    """Nothing else would send these before the next session."""
    doctor = Doctor()
    await doctor.start()
    await enter(doctor, ROOM)
    for name in ("deleted", "behind"):
        await doctor.vault.write(rows.add, ROOM, name, MessageKind.TEXT, name, 0)
    write = doctor.vault.write

    async def write_late(function, *args):
        if function is rows.mark_sending and args[0] == "deleted":
            await write(failures.discard, "deleted")
        return await write(function, *args)

    doctor.vault.write = write_late  # type: ignore[method-assign]
    await doctor.outbox.pump(ROOM)
    assert doctor.sent == ["behind"]
    doctor.vault.close()


async def test_a_picture_whose_room_was_left_meanwhile_counts_as_never_tried() -> None:
    """Tried ones wait longer, and where the archive cannot be read they are taken for lost."""

    async def upload(entry) -> Send:
        doctor.leave(ROOM)
        return entry.command

    doctor = await working(upload)
    await doctor.outbox.pump(ROOM)
    (picture,) = await doctor.vault.read(rows.entries, ROOM)
    assert (picture.is_tried, doctor.sent) == (False, [])
    doctor.vault.close()
