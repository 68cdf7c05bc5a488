"""Passes events that are not stored to the parts of the store that show them."""

from workstation.domain.connection import Phase
from workstation.domain.events import ConnectionChanged, Invited, PresentMembers, Typing
from workstation.services.event_dispatcher import TransientEvent
from workstation.services.groups import Lists
from workstation.services.typing_indicator import TypingIndicator
from workstation.session.context import SessionContext


def apply_transient(
    context: SessionContext,
    lists: Lists,
    typing_indicator: TypingIndicator,
    event: TransientEvent,
) -> None:
    """Apply the state of the connection and of rooms, presence, typing, and invitations."""
    store = context.store
    match event:
        case ConnectionChanged(connection):
            store.set_connection(connection)
            if connection.phase is Phase.ONLINE:
                lists.queue.request_if_old()
                lists.history.request_if_old()
        case Invited():  # a hint: the list alone says which consultations are in process
            lists.queue.request()
        case Typing():
            typing_indicator.on_typing(event)
        case PresentMembers(consultation_id, member_ids):
            store.presence.set_members(consultation_id, member_ids)
        case _:
            store.on_room_event(event, context.clock.monotonic())
