"""The branch of the tree (``domain.errors``) for pictures and recordings."""

from workstation.domain.error import WorkstationError


class MediaError(WorkstationError):
    """A picture or recording cannot be shown or played."""

    code = "media"


class UnsupportedMedia(MediaError):
    code = "media.unsupported"


class MediaTooLarge(MediaError):
    code = "media.large"


class BrokenMedia(MediaError):
    code = "media.broken"


class MediaGone(MediaError):
    code = "media.gone"


class ForeignMedia(MediaError):
    code = "media.foreign"
