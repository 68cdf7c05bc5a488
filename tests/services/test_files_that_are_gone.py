"""A message whose photo lay on a damaged page says nothing without it, so it never goes."""

from tests.fakes.archive import ROOM
from tests.services.doctor import Doctor, enter
from workstation.domain.message import Attachment, MessageKind
from workstation.vault.conversation.in_doubt import FILE_LOST
from workstation.vault.unsent import failures
from workstation.vault.unsent import outbox as rows


async def test_tried_again_it_is_looked_for_and_what_is_behind_it_goes() -> None:
    looked_for: list[str] = []

    async def upload(entry) -> None:
        looked_for.append(entry.origin_id)
        await doctor.vault.write(failures.fail, entry.origin_id, FILE_LOST)

    doctor = Doctor(upload=upload)
    await doctor.start()
    await enter(doctor, ROOM)
    photo = Attachment("", "image/jpeg", "photo.jpg", 5)
    await doctor.vault.write(rows.add, ROOM, "photo", MessageKind.IMAGE, "", 1, attachment=photo)
    await doctor.vault.write(failures.fail, "photo", FILE_LOST)
    await doctor.vault.write(rows.add, ROOM, "words", MessageKind.TEXT, "words", 2)
    await doctor.outbox.retry("photo")
    await doctor.outbox.pump(ROOM)
    assert (looked_for, doctor.sent) == (["photo"], ["words"])
    doctor.vault.close()
