"""What a click can mean inside a row."""

from dataclasses import dataclass

from workstation.domain.photos import ViewerStart
from workstation.domain.row_key import RowKey


@dataclass(frozen=True, slots=True)
class OpenPicture:
    """Show this picture large, and begin there with ``start``."""

    url: str
    start: ViewerStart = ViewerStart.LOOK


@dataclass(frozen=True, slots=True)
class CopyPicture:
    """Put this picture on the clipboard."""

    url: str


@dataclass(frozen=True, slots=True)
class PlayVoice:
    """Play or pause this recording; ``key`` is the row that it stands in."""

    url: str
    key: RowKey


@dataclass(frozen=True, slots=True)
class SeekVoice:
    """Go to where on the wave the click was."""

    url: str
    key: RowKey


@dataclass(frozen=True, slots=True)
class SkipVoice:
    """Go on in this recording by so many milliseconds, or back."""

    url: str
    key: RowKey
    by_ms: int


@dataclass(frozen=True, slots=True)
class ChangeSpeed:
    """Play faster, or at the recorded speed again."""


@dataclass(frozen=True, slots=True)
class SaveMedium:
    """Keep as a file what is not shown here; ``name`` is what the sender called it."""

    url: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class SaveDocument:
    """Keep a file that the policy takes; ``name`` and ``size`` are the sender's word."""

    url: str
    name: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Reload:
    """Fetch a picture or recording again."""

    url: str


@dataclass(frozen=True, slots=True)
class SendAgain:
    """Try a failed message once more."""

    key: RowKey


@dataclass(frozen=True, slots=True)
class ShowEarlier:
    """Show what a message said before it was corrected or withdrawn."""

    key: RowKey


@dataclass(frozen=True, slots=True)
class ShowMessage:
    """Go to another message, by its row and its place in the archive's order."""

    key: RowKey
    position: int | None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take an own message back."""

    key: RowKey


@dataclass(frozen=True, slots=True)
class GiveUpChange:
    """Let go of a correction or withdrawal that the room refused."""

    key: RowKey


@dataclass(frozen=True, slots=True)
class LoadGap:
    """Fetch missing history."""

    gap_id: int


@dataclass(frozen=True, slots=True)
class FoldCard:
    """Show the symptom card whole, or as one line."""


HitAction = (
    OpenPicture
    | CopyPicture
    | PlayVoice
    | SeekVoice
    | SkipVoice
    | ChangeSpeed
    | SaveMedium
    | SaveDocument
    | Reload
    | SendAgain
    | ShowEarlier
    | ShowMessage
    | Withdraw
    | GiveUpChange
    | LoadGap
    | FoldCard
)

PRIMARY_ACTIONS: tuple[type, ...] = (
    SendAgain, OpenPicture, PlayVoice, Reload, SaveMedium, SaveDocument, LoadGap, FoldCard,
    ShowEarlier, ShowMessage,
)  # fmt: skip
"""What Enter does in a row: the first of these that it offers."""
