"""The branch of the tree (``domain.errors``) for pictures and recordings."""

from workstation.domain.error import WorkstationError


class MediaError(WorkstationError):
    """A picture or recording cannot be shown or played."""

    code = "media"


class UnsupportedMedia(MediaError):
    """Its first bytes are of no format on the list, whatever its name or declared type."""

    code = "media.unsupported"


class MediaTooLarge(MediaError):
    """Over the bound of bytes, pixels or decoding work; it was not decoded."""

    code = "media.large"


class BrokenMedia(MediaError):
    """Of a format on the list, but it does not decode."""

    code = "media.broken"


class MediaGone(MediaError):
    """The server says that nothing is at its address any more (HTTP 404 or 410)."""

    code = "media.gone"


class ForeignMedia(MediaError):
    """Its address is outside ``media.origins``, or nearer to this computer than the platform."""

    code = "media.foreign"
