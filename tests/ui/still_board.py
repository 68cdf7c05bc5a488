"""A board on which everything is still loading."""

from PySide6.QtCore import QSize

from workstation.ui.media.board import MediaPhase, Picture, Voice


class StillBoard:
    """Nothing ever comes."""

    def picture(self, url: str, size: QSize, ratio: float) -> Picture:  # noqa: ARG002
        return Picture(MediaPhase.LOADING)

    def voice(self, url: str, key: str) -> Voice:  # noqa: ARG002
        return Voice(MediaPhase.LOADING)
