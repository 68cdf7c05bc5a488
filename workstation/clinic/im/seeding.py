"""Conversations from before the clinic first opened become the beginning of a room's archive."""

from functools import cache
from typing import Final

from workstation.clinic.addresses import OWN
from workstation.clinic.conversations import Conversations, SeededMessage
from workstation.clinic.drawing.order import parse
from workstation.clinic.im.content import SharedFile, file_message, text_message
from workstation.clinic.im.origin import MARK
from workstation.clinic.im.room import Room
from workstation.clinic.im.service import Service
from workstation.clinic.media import DOCUMENT_TYPES, PICTURE_TYPES, VOICE_TYPES
from workstation.clinic.voices import voices
from workstation.xmpp.xml import Element

MEDIA_TYPES: Final = PICTURE_TYPES | VOICE_TYPES | DOCUMENT_TYPES


class ArchiveSeeder:
    """Fills a room's archive when the room is first needed and nothing is in it."""

    def __init__(self, conversations: Conversations, service: Service) -> None:
        self._conversations = conversations
        self._service = service

    def fill(self, consultation_id: int, room: Room) -> None:
        """Archive the seeded messages of a consultation, unless the archive has begun."""
        if self._service.archive.count(room.jid):
            return
        stamp_us = 0
        for message in self._conversations.of(consultation_id):
            stamp_us = max(stamp_us + 1, message.at * 1000)
            account = f"{message.sender_member_id}@{self._service.domain}"
            self._service.groupchat.seed(room.jid, account, _message(message), stamp_us)


def media_address(stored: str) -> str:
    """A stored address as stanzas inside the server carry it."""
    path = stored.removeprefix(OWN)
    return MARK + path if path.startswith("/") else path


def shared_file(stored: str) -> SharedFile:
    """A file of the clinic's media by its stored address."""
    name = stored.rpartition("/")[2]
    media_type = MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    order, length = parse(name), _lengths().get(name)
    return SharedFile(
        media_address(stored),
        media_type,
        name,
        width=order.width if order else None,
        height=order.height if order else None,
        length=length,
    )


@cache
def _lengths() -> dict[str, int]:
    """Milliseconds of the clinic's recordings by file name."""
    return {voice.file: voice.length_ms for voice in voices().values()}


def _message(message: SeededMessage) -> Element:
    message_id = f"seed-{message.message_id}"
    if message.kind == "text":
        return text_message(message_id, message.text)
    return file_message(message_id, shared_file(message.media_url))
