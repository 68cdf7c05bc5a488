"""The signed-in doctor's photo, where the platform has one."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap

from workstation.domain.profile import Profile
from workstation.ui.media.thumbnail_loader import ThumbnailLoader


def find_photo(
    page: Profile | None, thumbnails: ThumbnailLoader, size: QSize, ratio: float
) -> QPixmap | None:
    """The photo at a size and pixel ratio; ``None`` while it is not there, or not allowed."""
    if page is None or not page.photo:
        return None
    return thumbnails.thumbnail(page.photo, size, ratio).pixmap
