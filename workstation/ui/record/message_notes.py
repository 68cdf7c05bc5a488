"""What the record says beside a message: what became of it, and what it said before."""

from workstation.domain.message import Delivery, Message
from workstation.ui.conversation.timeline.earlier_texts import earlier_texts
from workstation.ui.conversation.timeline.message_state import change_state, failure_text
from workstation.ui.kit.strings import tr


def note_text(message: Message) -> str:
    """The note below a message: why it was not sent, what it said before it was changed."""
    lines = [failure_text(message)] if message.delivery is Delivery.FAILED else []
    earlier = earlier_texts(message)
    lines += [tr("record.earlier", heading=heading, text=text) for heading, text in earlier]
    return "\n".join(lines)


def state_text(message: Message) -> str:
    """The state of an own message in words; of any, that it was changed."""
    edited = tr("conversation.edited") if message.edited else ""
    if message.delivery is Delivery.RECEIVED:
        return edited
    state = change_state(message) or tr(f"conversation.spoken.{message.delivery.value}")
    text = " · ".join(filter(None, (state, edited)))
    return text[:1].upper() + text[1:]
