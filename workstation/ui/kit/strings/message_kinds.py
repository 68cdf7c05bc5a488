"""What a message without words is called, by its kind: keys of the catalogue."""

from workstation.domain.message_kinds import ByKind

KINDS = ByKind(
    text="",
    image="conversation.image",
    voice="conversation.voice_word",
    file="conversation.file",
)
