"""A board on which everything is still loading."""

from PySide6.QtCore import QSize

from workstation.ui.media.media_lookup import DocumentState, MediaPhase, Thumbnail, VoiceState


class StillBoard:
    """Nothing ever comes."""

    def thumbnail(self, url: str, size: QSize, ratio: float) -> Thumbnail:  # noqa: ARG002
        return Thumbnail(MediaPhase.LOADING)

    def voice(self, url: str, key: str) -> VoiceState:  # noqa: ARG002
        return VoiceState(MediaPhase.LOADING)

    def document(self, url: str, declared_bytes: int | None) -> DocumentState:  # noqa: ARG002
        return DocumentState(MediaPhase.LOADING)
