"""What each kind of message is, in one table that no kind can be missing from.

A kind is decided by more than its name: how it is read off the wire, what of it is words, whether
it is heard, counted among the pictures, painted, read aloud and exported. Spread over the program
as ``if kind is …``, a kind that is added later falls through into whatever stands last. So every
layer that decides by the kind declares a ``ByKind`` (or matches with ``assert_never``)::

    NAMES = ByKind(text="", image="conversation.image", voice=…, file=…)
    NAMES.of(message.kind)

A new member of ``MessageKind`` makes ``of`` an error of mypy; the field that mends it makes each
table of each layer one, and an error at import: the compiler names every place that must decide.
``tests/house/test_message_kinds.py`` adds a kind to show it. The layers forbid one physical table
(a colour does not belong here); see ``decisions/message-kind-tables.md``.
"""

from typing import Final, Generic, TypeVar, assert_never

from workstation.domain.message import Attachment, MessageKind
from workstation.domain.value import Value

T = TypeVar("T")


class ByKind(Value, Generic[T]):
    """One value for each kind of message."""

    text: T
    image: T
    voice: T
    file: T

    def of(self, kind: MessageKind) -> T:
        """The value of a kind."""
        match kind:
            case MessageKind.TEXT:
                return self.text
            case MessageKind.IMAGE:
                return self.image
            case MessageKind.VOICE:
                return self.voice
            case MessageKind.FILE:
                return self.file
        assert_never(kind)


class KindTraits(Value):
    """What is true of a kind on every layer.

    ``media_types`` is how the declared media type of an attachment of this kind begins, empty
    where the type decides nothing. ``carries_file``: it goes out as a shared file, not as words.
    ``is_picture``: it counts and is looked at among the pictures. ``is_played``: it is listened to,
    and may be unheard.
    """

    media_types: str = ""
    carries_file: bool = True
    is_picture: bool = False
    is_played: bool = False


TRAITS: Final = ByKind(
    text=KindTraits(carries_file=False),
    image=KindTraits(media_types="image/", is_picture=True),
    voice=KindTraits(media_types="audio/", is_played=True),
    file=KindTraits(),
)


def kind_of(attachment: Attachment | None) -> MessageKind:
    """How a message is shown, by what it declares; its content is checked when it is opened."""
    if attachment is None:
        return MessageKind.TEXT
    for kind in MessageKind:
        begins = TRAITS.of(kind).media_types
        if begins and attachment.media_type.startswith(begins):
            return kind
    return MessageKind.FILE
