"""Which words of a message are shown."""

from dataclasses import replace

import pytest

from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.message import (
    Attachment,
    Delivery,
    Message,
    MessageKind,
    Speaker,
    SpeakerRole,
)

ME = Speaker(1001, SpeakerRole.ME, "李医生")
TEXT = Message(ConsultationId(7), OriginId("o"), ME, MessageKind.TEXT, "头疼", 1, Delivery.SENT)
PICTURE = Attachment("https://clinic.test/1.png", "image/png")


@pytest.mark.parametrize(
    ("message", "written"),
    [
        (TEXT, "头疼"),
        (replace(TEXT, retracted=True), ""),
        (replace(TEXT, kind=MessageKind.IMAGE, attachment=PICTURE), ""),
        (replace(TEXT, attachment=PICTURE), "头疼"),
        (replace(TEXT, kind=MessageKind.VOICE, attachment=PICTURE, retracted=True), ""),
    ],
)
def test_neither_what_was_withdrawn_nor_a_pictures_address_is_shown(
    message: Message, written: str
) -> None:
    assert message.written == written
