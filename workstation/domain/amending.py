"""Which of one's own words may still be changed: rules of the clinic, held by the outbox, too."""

from workstation.domain.message import Amending, Delivery, Message, MessageKind, SpeakerRole

_NOT_OUT = frozenset({Delivery.QUEUED, Delivery.FAILED})


def can_withdraw(message: Message, since_ms: int) -> bool:
    """Whether an own message may be taken back: one that waits, or was sent after ``since_ms``."""
    if message.speaker.role is not SpeakerRole.ME or message.retracted:
        return False
    if message.position is None and message.delivery in _NOT_OUT:
        return True
    return message.amending is not Amending.WITHDRAWING and message.at_ms >= since_ms


def can_correct(message: Message, since_ms: int) -> bool:
    """Whether an own message may be given other words: a text that could be taken back."""
    is_text = message.kind is MessageKind.TEXT and message.attachment is None
    return is_text and not message.unreadable and can_withdraw(message, since_ms)
