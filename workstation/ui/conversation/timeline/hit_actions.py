"""What can be done with a row: by a click inside of it, by a key or by its menu."""

from collections.abc import Hashable

from workstation.domain.export import ExportChannel
from workstation.domain.handover import HandoverItem
from workstation.domain.message import Message
from workstation.domain.photos import ViewerStart
from workstation.domain.row_key import RowKey
from workstation.domain.value import value


@value
class OpenPicture:
    """Show this picture large, and begin there with ``start``."""

    url: str
    start: ViewerStart = ViewerStart.LOOK


@value
class CopyPicture:
    """Put this picture on the clipboard."""

    url: str


@value
class PlayVoice:
    """Play or pause this recording; ``key`` is the row that it stands in."""

    url: str
    key: RowKey


@value
class SeekVoice:
    """Go to where on the wave the click was."""

    url: str
    key: RowKey


@value
class SkipVoice:
    """Go on in this recording by so many milliseconds, or back."""

    url: str
    key: RowKey
    by_ms: int


@value
class PlayFrom:
    """Go to a moment of this recording, in milliseconds, and play it."""

    url: str
    key: RowKey
    at_ms: int


@value
class EditBookmark:
    """Write the note of the bookmark at a moment of this recording; a new one if there is none."""

    url: str
    key: RowKey
    at_ms: int


@value
class ChangeSpeed:
    """Play faster, or at the recorded speed again."""


@value
class SaveMedium:
    """Keep as a file what is not shown here; ``name`` is what the sender called it."""

    url: str
    name: str = ""


@value
class SaveDocument:
    """Keep a file that the policy takes; ``name`` and ``size`` are the sender's word."""

    url: str
    name: str
    size: int | None = None


@value
class Reload:
    """Fetch a picture or recording again."""

    url: str


@value
class SendAgain:
    """Try a failed message once more."""

    key: RowKey


@value
class ShowEarlier:
    """Show what a message said before it was corrected or withdrawn."""

    key: RowKey


@value
class ShowMessage:
    """Go to another message, by its row and its place in the archive's order."""

    key: RowKey
    position: int | None


@value
class Withdraw:
    """Take an own message back."""

    key: RowKey


@value
class GiveUpChange:
    """Let go of a correction or withdrawal that the room refused."""

    key: RowKey


@value
class Remind:
    """Let a promise stand in the queue once its day has come."""

    item: HandoverItem


@value
class ChangeReminder:
    """Offer other days for a reminder, or an end to it."""

    item: HandoverItem


@value
class LoadGap:
    """Fetch missing history."""

    gap_id: int


@value
class FoldCard:
    """Show the symptom card whole, or as one line."""


@value
class OpenLink:
    """Open an https address."""

    url: str


@value
class Copy:
    """Put what is selected, or the text of the current row, on the clipboard, as it is then."""


@value
class CopyText:
    """Put this on the clipboard."""

    text: str


@value
class KeepAsQuickReply:
    """Keep this to be written again."""

    text: str


@value
class ReplyTo:
    """Answer a message, and quote it."""

    message: Message


@value
class ReadBack:
    """Answer a colleague's handover by what it says."""

    message: Message


@value
class Correct:
    """Edit an own message."""

    message: Message


@value
class AskBetterPhoto:
    """Ask for a better photo than this; the row of the message, none for one of the symptom."""

    url: str
    key: RowKey


@value
class TakeOut:
    """Take several items alone out of the program."""

    keys: frozenset[Hashable]
    channel: ExportChannel


HitAction = (
    OpenPicture
    | CopyPicture
    | PlayVoice
    | SeekVoice
    | SkipVoice
    | PlayFrom
    | EditBookmark
    | ChangeSpeed
    | SaveMedium
    | SaveDocument
    | Reload
    | SendAgain
    | ShowEarlier
    | ShowMessage
    | Withdraw
    | GiveUpChange
    | Remind
    | ChangeReminder
    | LoadGap
    | FoldCard
    | OpenLink
    | Copy
    | CopyText
    | KeepAsQuickReply
    | ReplyTo
    | ReadBack
    | Correct
    | AskBetterPhoto
    | TakeOut
)

PRIMARY_ACTIONS: tuple[type, ...] = (
    SendAgain, OpenPicture, PlayVoice, Reload, SaveMedium, SaveDocument, LoadGap, FoldCard,
    ShowEarlier, ShowMessage,
)  # fmt: skip
"""What Enter does in a row: the first of these that it offers."""

REMINDING: tuple[type, ...] = (Remind, ChangeReminder)
"""What M does in a row."""
