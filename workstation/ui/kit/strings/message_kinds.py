"""What a message without words is called, by its kind: keys of the catalogue."""

from workstation.domain.message import MessageKind

KINDS = {
    MessageKind.IMAGE: "conversation.image",
    MessageKind.VOICE: "conversation.voice_word",
    MessageKind.FILE: "conversation.file",
}
