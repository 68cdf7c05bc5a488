"""Which own messages may still be corrected or withdrawn; the outbox checks these rules, too."""

from workstation.domain.message import Amending, Delivery, Message, MessageKind, SpeakerRole

_NOT_OUT = frozenset({Delivery.QUEUED, Delivery.FAILED})


def can_withdraw(message: Message, since_ms: int) -> bool:
    """Whether an own message may be withdrawn: it waits, or was sent at ``since_ms`` or later."""
    if message.speaker.role is not SpeakerRole.ME or message.retracted:
        return False
    if message.position is None and message.delivery in _NOT_OUT:
        return True
    return message.amending is not Amending.WITHDRAWING and message.at_ms >= since_ms


def can_correct(message: Message, since_ms: int) -> bool:
    """Whether an own message may be corrected: a readable text that could also be withdrawn."""
    is_text = message.kind is MessageKind.TEXT and message.attachment is None
    return is_text and not message.unreadable and can_withdraw(message, since_ms)
