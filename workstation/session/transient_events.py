"""What the session tells and nobody keeps: handed to whoever shows it."""

from workstation.domain.events import ConnectionChanged, Invited, PresentMembers, Typing
from workstation.services.groups import Lists
from workstation.services.inbound import TransientEvent
from workstation.services.typing_indicator import TypingIndicator
from workstation.session.context import SessionContext


class TransientEvents:
    """The state of the connection and of the rooms, who is there and writes, invitations."""

    def __init__(
        self, context: SessionContext, lists: Lists, typing_indicator: TypingIndicator
    ) -> None:
        self._context, self._lists = context, lists
        self._typing_indicator = typing_indicator

    def apply(self, event: TransientEvent) -> None:
        """Let it be true of this sign-in."""
        store = self._context.store
        match event:
            case ConnectionChanged(connection):
                store.set_connection(connection)
            case Invited():  # a hint: the list alone says which consultations are in process
                self._lists.queue.request()
            case Typing():
                self._typing_indicator.on_typing(event)
            case PresentMembers(consultation_id, member_ids):
                store.presence.set_members(consultation_id, member_ids)
            case _:
                store.on_room_event(event, self._context.clock.monotonic())
