"""Changes of a message of which nobody knows whether it arrived: the archive tells it at last."""

from tests.fakes.archive import ME, ROOM, make_arrived
from tests.services.doctor import Doctor, enter
from workstation.domain.changes import Changes
from workstation.domain.commands import Send
from workstation.domain.events import Joined
from workstation.domain.message import MessageKind
from workstation.vault import sql
from workstation.vault.lists import timelines
from workstation.vault.unsent import outbox as rows
from workstation.vault.unsent import own_amendments


async def unproven(doctor: Doctor) -> None:
    """A message was under way, and its room's archive can be read in part only."""
    await doctor.start()
    await doctor.tried("5 mg")
    await doctor.begin(Joined(ROOM, archives=True, visit=doctor.present))
    await doctor.outbox.on_caught_up([ROOM], unproven=[ROOM])


async def lines_of(doctor: Doctor):
    page = await doctor.vault.read(timelines.newest, ROOM, 60)
    return [*page.messages, *page.unsent]


async def test_a_correction_goes_out_once_its_message_is_found(doctor: Doctor) -> None:
    await doctor.start()
    await doctor.tried("5 mg")
    await doctor.vault.write(own_amendments.correct, ROOM, "5 mg", "c", "0.5 mg", 0, 0)
    await doctor.begin(Joined(ROOM, archives=True, visit=doctor.present))
    await doctor.outbox.on_caught_up([ROOM], unproven=[ROOM])
    assert doctor.sent == []
    await doctor.take(make_arrived("5 mg", ME, origin_id="5 mg", archive_id="a1"))
    assert doctor.commands == [Send(ROOM, "c", MessageKind.TEXT, "0.5 mg", replaces="5 mg")]


async def test_a_withdrawal_goes_out_once_its_message_is_found(doctor: Doctor) -> None:
    await unproven(doctor)
    await doctor.vault.write(own_amendments.withdraw, ROOM, "5 mg", "w", 0, 0)
    await doctor.outbox.pump(ROOM)
    assert doctor.sent == []
    await doctor.take(make_arrived("5 mg", ME, origin_id="5 mg", archive_id="a1"))
    assert [each.retracts for each in doctor.commands] == ["a1"]


async def test_what_was_withdrawn_is_gone_once_the_archive_was_read_and_has_it_not(
    doctor: Doctor,
) -> None:
    await unproven(doctor)
    await doctor.vault.write(own_amendments.withdraw, ROOM, "5 mg", "w", 0, 0)
    doctor.present += 1
    await enter(doctor, ROOM)
    assert await lines_of(doctor) == []
    assert await doctor.vault.read(rows.entries) == ()
    assert doctor.sent == []


async def test_what_was_withdrawn_is_looked_for_in_all_of_the_archive(doctor: Doctor) -> None:
    """Restored after a loss, it may stand before all that is read by itself."""
    await doctor.start_with_tried("5 mg")
    await doctor.vault.write(restored)
    await doctor.vault.write(own_amendments.withdraw, ROOM, "5 mg", "w", 0, 0)
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.answer_all(2)
    assert [each.origin_id for each in await doctor.vault.read(rows.entries)] == ["w"]
    assert [bool(each.retracts) for each in doctor.commands if isinstance(each, Send)] == [True]


def restored(connection) -> Changes:
    """The only message is one that the second file brought back."""
    sql.run(connection, "UPDATE outbox SET state = 'failed', failure = 'restored'")
    return Changes()


async def test_it_stays_where_the_archive_was_read_in_part_again(doctor: Doctor) -> None:
    await unproven(doctor)
    await doctor.vault.write(own_amendments.withdraw, ROOM, "5 mg", "w", 0, 0)
    doctor.present += 1
    await doctor.begin(Joined(ROOM, archives=True, visit=doctor.present))
    await doctor.outbox.on_caught_up([ROOM], unproven=[ROOM])
    (line,) = await lines_of(doctor)
    assert line.retracted
