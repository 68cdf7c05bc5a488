"""What is shown of a conversation, confirmed or not."""

from tests.fakes.archive import ROOM
from workstation.vault.lists import timelines


def lines_of(database, room=ROOM):
    """The messages of a conversation in its order, unsent ones last."""
    page = timelines.newest(database, room, 1000)
    return [*page.messages, *page.unsent]
