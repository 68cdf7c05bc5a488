"""What can be done with a row: by a click inside of it, by a key or by its menu."""

from collections.abc import Hashable

from workstation.domain.export import ExportChannel
from workstation.domain.handover import HandoverItem
from workstation.domain.message import Message
from workstation.domain.photos import ViewerStart
from workstation.domain.row_key import RowKey
from workstation.domain.value import Value


class OpenPicture(Value):
    """Show this picture large, and begin there with ``start``."""

    url: str
    start: ViewerStart = ViewerStart.LOOK


class CopyPicture(Value):
    """Put this picture on the clipboard."""

    url: str


class PlayVoice(Value):
    """Play or pause this recording; ``key`` is the row that it stands in."""

    url: str
    key: RowKey


class SeekVoice(Value):
    """Go to where on the wave the click was."""

    url: str
    key: RowKey


class SkipVoice(Value):
    """Go on in this recording by so many milliseconds, or back."""

    url: str
    key: RowKey
    by_ms: int


class PlayFrom(Value):
    """Go to a moment of this recording, in milliseconds, and play it."""

    url: str
    key: RowKey
    at_ms: int


class EditBookmark(Value):
    """Write the note of the bookmark at a moment of this recording; a new one if there is none."""

    url: str
    key: RowKey
    at_ms: int


class ChangeSpeed(Value):
    """Play faster, or at the recorded speed again."""


class SaveMedium(Value):
    """Keep as a file what is not shown here; ``name`` is what the sender called it."""

    url: str
    name: str = ""


class SaveDocument(Value):
    """Keep a file that the policy takes; ``name`` and ``size`` are the sender's word."""

    url: str
    name: str
    size: int | None = None


class Reload(Value):
    """Fetch a picture or recording again."""

    url: str


class SendAgain(Value):
    """Try a failed message once more."""

    key: RowKey


class ShowEarlier(Value):
    """Show what a message said before it was corrected or withdrawn."""

    key: RowKey


class ShowMessage(Value):
    """Go to another message, by its row and its place in the archive's order."""

    key: RowKey
    position: int | None


class Withdraw(Value):
    """Take an own message back."""

    key: RowKey


class GiveUpChange(Value):
    """Let go of a correction or withdrawal that the room refused."""

    key: RowKey


class Remind(Value):
    """Let a promise stand in the queue once its day has come."""

    item: HandoverItem


class ChangeReminder(Value):
    """Offer other days for a reminder, or an end to it."""

    item: HandoverItem


class LoadGap(Value):
    """Fetch missing history."""

    gap_id: int


class FoldCard(Value):
    """Show the symptom card whole, or as one line."""


class OpenLink(Value):
    """Open an https address."""

    url: str


class Copy(Value):
    """Put what is selected, or the text of the current row, on the clipboard, as it is then."""


class CopyText(Value):
    """Put this on the clipboard."""

    text: str


class KeepAsQuickReply(Value):
    """Keep this to be written again."""

    text: str


class ReplyTo(Value):
    """Answer a message, and quote it."""

    message: Message


class ReadBack(Value):
    """Answer a colleague's handover by what it says."""

    message: Message


class Correct(Value):
    """Edit an own message."""

    message: Message


class AskBetterPhoto(Value):
    """Ask for a better photo than this; the row of the message, none for one of the symptom."""

    url: str
    key: RowKey


class TakeOut(Value):
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
