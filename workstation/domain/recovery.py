"""Whether what failed may succeed later, and whether anybody must do something for it."""

import enum

from workstation.domain.errors import (
    NetworkError,
    ServerFault,
    StorageError,
    TlsFailure,
    UploadRefused,
    WorkstationError,
)

TEMPORARY_REFUSALS = frozenset({"not online", "session-lost", "timeout", "internal-server-error"})
"""Conditions of a refused upload slot that are the moment's, not the file's."""


class Recovery(enum.Enum):
    """When the same thing may work, with nobody's help."""

    SOON = "soon"
    LATER = "later"
    NEVER = "never"


def recovery_of(error: WorkstationError) -> Recovery:
    """When what failed with this error may succeed; ``NEVER`` where something has to change first.

    A certificate that is not accepted, a full disk and an upload service that is away end by
    somebody else's work, mostly in minutes: nothing to try again within one call.
    """
    match error:
        case TlsFailure() | StorageError():
            return Recovery.LATER
        case NetworkError() | ServerFault():
            return Recovery.SOON
        case UploadRefused(detail=detail) if detail in TEMPORARY_REFUSALS:
            return Recovery.LATER
    return Recovery.NEVER
