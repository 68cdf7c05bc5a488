"""A moment of a recording that a doctor wants to find again, and why."""

from collections.abc import Mapping

from workstation.domain.value import Value

MAX_NOTE_CHARACTERS = 200


class Bookmark(Value):
    """A moment of a recording with a note.

    ``at_ms`` milliseconds into the recording; the note may be empty.
    """

    at_ms: int
    note: str = ""


Bookmarks = Mapping[str, tuple[Bookmark, ...]]
"""Those of a conversation by the recording's address, each in the order of the recording."""
