"""A reply keeps what it answers over a lost session, and says it as that stands when it goes."""

from tests.fakes.archive import ME, PATIENT, ROOM, make_arrived
from tests.services.doctor import Doctor, enter
from workstation.domain.events import Joined, Left
from workstation.vault.unsent import outbox as rows


async def test_a_reply_that_is_said_again_answers_what_its_question_says_by_then(
    doctor: Doctor,
) -> None:
    await doctor.start()
    await enter(doctor, ROOM)
    await doctor.take(doctor.archive.add(make_arrived("How many?", PATIENT, origin_id="q")))
    await doctor.vault.write(rows.send_draft, ROOM, {}, "n", "Two", 1, "a0000")
    await doctor.outbox.pump(ROOM)
    await doctor.take(Left(ROOM, "session-lost"))
    better = make_arrived("How often?", PATIENT, origin_id="c", replaces="q")
    doctor.archive.add(better)
    doctor.present, doctor.asked[:] = 2, []
    await doctor.take(Joined(ROOM, archives=True, visit=2))
    await doctor.answer_all(50)
    quotes = [(command.origin_id, command.quote) for command in doctor.commands]
    assert [(name, quote.message.text) for name, quote in quotes] == [
        ("n", "How many?"),
        ("n", "How often?"),
    ]
    echo = make_arrived("Two", ME, origin_id="n", quote=quotes[0][1])
    await doctor.take(doctor.archive.add(echo))
    assert await doctor.vault.read(rows.entries, ROOM) == ()
