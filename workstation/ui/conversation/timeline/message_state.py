"""What became of a message, in words and with its mark: sent, read, failed, changed since."""

from typing import NamedTuple

from workstation.domain.message import Amending, Delivery, Message
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.strings.catalogue import has_text
from workstation.ui.kit.strings.errors import shorten_server_text
from workstation.ui.kit.theme import Icon


class MessageState(NamedTuple):
    """A message's state in words and as a mark.

    ``key`` of the catalogue, empty where the mark says it all.
    """

    key: str
    icon: Icon
    ink: Ink


ON_ITS_WAY = frozenset({Delivery.QUEUED, Delivery.SENDING})
_BY_DELIVERY = {
    Delivery.QUEUED: MessageState("conversation.state.queued", Icon.CLOCK, Ink.TERTIARY),
    Delivery.SENDING: MessageState("conversation.state.sending", Icon.REFRESH, Ink.TERTIARY),
    Delivery.SENT: MessageState("", Icon.CHECK, Ink.TERTIARY),
    Delivery.RECEIVED: MessageState("", Icon.CHECK, Ink.TERTIARY),
    Delivery.READ: MessageState("", Icon.CHECKS, Ink.ACCENT),
    Delivery.FAILED: MessageState("conversation.state.failed", Icon.ALERT, Ink.DANGER),
}
_WAITING = {
    Amending.CORRECTING: "conversation.state.correcting",
    Amending.WITHDRAWING: "conversation.state.withdrawing",
}
_FAILED = {
    Amending.CORRECTING: "conversation.state.not_corrected",
    Amending.WITHDRAWING: "conversation.state.not_withdrawn",
}
_REFUSALS = {
    **dict.fromkeys(
        ("not-allowed", "not-authorized", "registration-required", "subscription-required"),
        "forbidden",
    ),
    **dict.fromkeys(("item-not-found", "redirect"), "gone"),
    **dict.fromkeys(
        (
            "internal-server-error",
            "recipient-unavailable",
            "remote-server-not-found",
            "remote-server-timeout",
            "resource-constraint",
        ),
        "service-unavailable",
    ),
    "conflict": "other",
}
"""Conditions of RFC 6120 that leave a doctor to do the same as another one does.

``conflict`` is here as the code of one of our errors has the same name and says something else.
"""
FAILED_KEYS = ("conversation.state.failed", *_FAILED.values())


def present_delivery(delivery: Delivery, *, online: bool) -> Delivery:
    """What is true of it now: without a line nothing is being sent, what was handed to it waits."""
    waits = delivery is Delivery.SENDING and not online
    return Delivery.QUEUED if waits else delivery


def message_state(message: Message, *, online: bool = True) -> MessageState:
    """The state of a message; of one that the room has, or that is withdrawn, of its change."""
    state = _BY_DELIVERY[present_delivery(message.delivery, online=online)]
    if not _is_of_change(message):
        return state
    keys = _FAILED if message.delivery is Delivery.FAILED else _WAITING
    return state._replace(key=keys[message.amending])


def change_state(message: Message) -> str:
    """That the change is what waits, or failed; empty where it is the message itself."""
    if not _is_of_change(message):
        return ""
    return tr(message_state(message).key).rstrip(" ·")


def _is_of_change(message: Message) -> bool:
    """Whether a change is what waits, or failed; an unsent message waits in new words itself."""
    is_unsent = message.position is None
    return message.amending is Amending.WITHDRAWING or not (
        is_unsent or message.amending is Amending.NOTHING
    )


def spoken_state(message: Message, *, online: bool = True) -> str:
    """The state for a screen reader; of a failure, why. What others wrote has none to tell of."""
    state = change_state(message)
    if not state and message.delivery is not Delivery.RECEIVED:
        delivery = present_delivery(message.delivery, online=online)
        state = tr(f"conversation.spoken.{delivery.value}")
    return f"{state}: {failure_text(message)}" if message.delivery is Delivery.FAILED else state


def withdrawn_text(message: Message) -> str:
    """That a message was withdrawn, and when; or that it is going to be."""
    if message.amending is Amending.WITHDRAWING:
        return tr("conversation.retracting")
    if message.amended_ms is None:
        return tr("conversation.retracted")
    on_its_day = formats.local(message.amended_ms).date() == formats.local(message.at_ms).date()
    clock = formats.clock_time(message.amended_ms)
    time = clock if on_its_day else formats.past_time(message.amended_ms, message.at_ms)
    return tr("conversation.retracted_at", time=time)


def failure_text(message: Message) -> str:
    """Why a message was not sent, in words for people; no full stop, for more may follow.

    What the server itself says of it stands behind.
    """
    why, server_text = _reason(message), shorten_server_text(message.server_text)
    return tr("conversation.failure_said", why=why, said=server_text) if server_text else why


def _reason(message: Message) -> str:
    key = f"conversation.failure.{_REFUSALS.get(message.failure, message.failure)}"
    if has_text(key):
        return tr(key)
    error = f"errors.{message.failure}.what"
    if has_text(error):
        return tr(error).rstrip("。.")
    return tr("conversation.failure.other")
