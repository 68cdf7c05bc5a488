"""The branch of the tree (``domain.errors``) for pictures, recordings and files."""

from workstation.domain.error_root import WorkstationError


class MediaError(WorkstationError):
    """A picture, recording or file cannot be shown, played, sent or saved."""

    code = "media"


class UnsupportedMedia(MediaError):
    """Its first bytes are of no format on the list, whatever its name or declared type."""

    code = "media.unsupported"


class MediaTooLarge(MediaError):
    """A file over the bound of bytes, pixels or decoding work; it was not decoded."""

    code = "media.large"


class BrokenMedia(MediaError):
    """A file of a format on the list that does not decode."""

    code = "media.broken"


class MediaGone(MediaError):
    """The server says that nothing is at its address any more (HTTP 404 or 410)."""

    code = "media.gone"


class ForeignMedia(MediaError):
    """Its address is outside ``media.origins``, or nearer to this computer than the platform."""

    code = "media.foreign"


class EmptyFile(MediaError):
    """A file with nothing in it: 0 bytes."""

    code = "media.empty"


class FileNotAllowed(MediaError):
    """A file whose content is of a kind that the policy (``files.kinds``) does not name."""

    code = "media.not_allowed"


class FileWithMacros(MediaError):
    """A document of an allowed kind in which a program lies."""

    code = "media.macros"
