"""What a click can mean inside a row."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenPicture:
    """Show this picture large."""

    url: str


@dataclass(frozen=True, slots=True)
class PlayVoice:
    """Play or pause this recording."""

    url: str


@dataclass(frozen=True, slots=True)
class SeekVoice:
    """Go to where on the wave the click was."""

    url: str


@dataclass(frozen=True, slots=True)
class ChangeSpeed:
    """Play faster, or at the recorded speed again."""

    url: str


@dataclass(frozen=True, slots=True)
class Reload:
    """Fetch a picture or recording again."""

    url: str


@dataclass(frozen=True, slots=True)
class SendAgain:
    """Try a failed message once more."""

    key: str


@dataclass(frozen=True, slots=True)
class LoadGap:
    """Fetch missing history."""

    gap_id: int


@dataclass(frozen=True, slots=True)
class FoldCard:
    """Show the symptom card whole, or as one line."""


Zone = OpenPicture | PlayVoice | SeekVoice | ChangeSpeed | Reload | SendAgain | LoadGap | FoldCard
