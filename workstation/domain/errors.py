"""Everything that can go wrong, as one tree.

The user interface finds a sentence and a next step for ``code`` in its catalogue; code that
catches chooses the branch it can do something about::

    WorkstationError
    ├── NetworkError              the answer never came
    │   ├── NameNotResolved       no such host, or no DNS
    │   ├── Unreachable           refused, no route, no network
    │   ├── ProxyRefused          the proxy did not let us through
    │   ├── DeadlineExceeded      the total time for this call is over
    │   ├── ConnectionDropped     broken off in the middle
    │   └── TlsFailure            certificate unknown, expired, or of another name
    ├── AnswerError               an answer came, but not the contract's
    │   ├── NotThePlatform        HTML or another service (captive portal, wrong address)
    │   ├── RedirectRefused       the server pointed elsewhere
    │   ├── MalformedAnswer       JSON of the wrong shape
    │   └── BoundExceeded         too large, too many, too deep
    ├── PlatformError             the platform understood and said no
    │   ├── TokenRejected         sign in again; TokenRejectedByPage, where a web page says so
    │   ├── NotFound              no such consultation
    │   ├── Refused               success: false, with the server's own message
    │   └── ServerFault           HTTP 5xx
    ├── ConflictError             the server's copy changed meanwhile
    ├── EarlierOpeningUnread      a consultation may be open already; which one cannot be told
    ├── InputError                what was typed cannot be accepted, and where
    ├── MediaError                a picture or recording
    │   ├── UnsupportedMedia      not on the allow-list of formats
    │   ├── MediaTooLarge         over the bound of bytes or pixels
    │   ├── BrokenMedia           does not decode
    │   ├── EmptyFile, FileNotAllowed, FileWithMacros   what the policy does not take as a file
    │   └── MediaGone, ForeignMedia   no longer at its address; from one that is not allowed
    ├── StorageError              this computer's own disk and keys (a doctor's code: ``keys``)
    │   ├── DiskFull, FolderNotWritable, PlaceNotWritable, DatabaseCorrupt, WrongKey,
    │   │   NewerDatabase, KeyringUnavailable
    │   ├── DatabaseBusy          another process holds it; nothing is wrong with it
    │   ├── DiskSilent            it has not done yet what it was asked before
    │   ├── NotErased             what was to be erased is there still
    │   └── ContentRefused        what was to be kept, not the disk, is at fault
    ├── MessagingError            the IM session (its sign-in: ``sign_in_errors``)
    │   ├── UploadRefused
    │   ├── ArchiveRefused        a page of a room's archive did not come
    │   └── ProtocolError         the wire's rules were broken: LocalProtocolError by this program
    │                             (nothing was sent), RemoteProtocolError by the server
    ├── DeviceError               this computer's sound devices
    │   └── NoLoudspeaker         nothing to play through
    ├── ConfigurationError        policy (see ``policy_errors``), settings or command line
    └── UpdateError               an update cannot be had (see ``update_errors``)
"""

from workstation.domain.error_root import WorkstationError, naming_call
from workstation.domain.media_errors import (
    BrokenMedia,
    EmptyFile,
    FileNotAllowed,
    FileWithMacros,
    ForeignMedia,
    MediaError,
    MediaGone,
    MediaTooLarge,
    UnsupportedMedia,
)
from workstation.domain.network_errors import (
    ConnectionDropped,
    DeadlineExceeded,
    NameNotResolved,
    NetworkError,
    ProxyRefused,
    TlsFailure,
    Unreachable,
)


class AnswerError(WorkstationError):
    """An answer came that does not follow the contract."""

    code = "answer"


class NotThePlatform(AnswerError):
    """Something else answered: a page of HTML, a network's own sign-in, another service."""

    code = "answer.foreign"


class RedirectRefused(AnswerError):
    """The server pointed to an address that is not followed.

    Calls with the token follow none, for the address could get it; media follow none less safe.
    """

    code = "answer.redirect"


class MalformedAnswer(AnswerError):
    """JSON that is none, or of another shape than the interface contract's."""

    code = "answer.malformed"


class BoundExceeded(AnswerError):
    """More bytes, rows or levels than the call's bounds allow; the rest was not read."""

    code = "answer.bound"


class PlatformError(WorkstationError):
    """The platform understood the call and did not carry it out."""

    code = "platform"


class TokenRejected(PlatformError):
    """The access token is not valid (401 or 403, by HTTP or the envelope): sign in again."""

    code = "platform.token"


class TokenRejectedByPage(TokenRejected):
    """A rejected token reported by a web page: by a proxy before the platform or on the way."""

    code = "platform.token.page"


class NotFound(PlatformError):
    """The platform does not know what was asked for (HTTP or envelope 404)."""

    code = "platform.missing"


class Refused(PlatformError):
    """The platform answered that it does not do it.

    ``success: false``: the platform's rules forbid it; ``server_text`` says why.
    """

    code = "platform.refused"


class ServerFault(PlatformError):
    """The platform is out of order; ``retry_after`` are the seconds it asked to be left alone."""

    code = "platform.fault"

    def __init__(
        self, detail: str = "", *, call: str = "", server_text: str = "", retry_after: float = 0.0
    ) -> None:
        super().__init__(detail, call=call, server_text=server_text)
        self.retry_after = retry_after


class ConflictError(WorkstationError):
    """The server's copy changed since it was read; nothing was written."""

    code = "conflict"


class EarlierOpeningUnread(WorkstationError):
    """A consultation may have been opened before; what was asked for then is not known."""

    code = "earlier_opening"


class InputError(WorkstationError):
    """A field's content cannot be accepted; ``field`` says which, ``reason`` why.

    Reasons of any field are ``empty``, ``too_short`` and ``too_long`` (``limit`` holds the number
    of characters), ``malformed``, ``duplicate``, ``too_many`` and ``insecure`` (an address that
    sends the token in the clear). A function that has others names them.
    """

    code = "input"

    def __init__(self, field: str, reason: str, *, limit: int = 0) -> None:
        super().__init__(f"{field} {reason}")
        self.field = field
        self.reason = reason
        self.limit = limit


class StorageError(WorkstationError):
    """This computer's own disk or keys."""

    code = "storage"


class DiskFull(StorageError):
    """No room on the disk, or over the user's quota; nothing of the write was kept."""

    code = "storage.full"


class FolderNotWritable(StorageError):
    """A folder that this program must write in; ``detail`` names it and what the system says."""

    code = "storage.folder"


class PlaceNotWritable(StorageError):
    """A place that somebody chose for a file: another one may do, and nothing else is wrong."""

    code = "storage.place"


class DatabaseCorrupt(StorageError):
    """The file is no database or some of its pages cannot be read; it is rebuilt beside it."""

    code = "storage.corrupt"


class WrongKey(StorageError):
    """The keyring has no key, or not the one of this database; never a reason to delete it."""

    code = "storage.key"


class NewerDatabase(StorageError):
    """A later version of the program changed the schema; this one must not write to it."""

    code = "storage.newer"


class DatabaseBusy(StorageError):
    """Another process writes to it; never a reason to repair or to delete."""

    code = "storage.busy"


class DiskSilent(StorageError):
    """The disk has not done what it was asked before; to ask more of it waits until it has."""

    code = "storage.silent"


class NotErased(StorageError):
    """What was to be erased is there still, or some of it; the next start goes on with that."""

    code = "storage.not_erased"


class ContentRefused(StorageError):
    """The database does not take what it is given, and never will."""

    code = "storage.content"


class KeyringUnavailable(StorageError):
    """No place for secrets that may be trusted; ``reason`` says why.

    absent, null, plaintext, foreign (not to be trusted), lost (did not come back), gone, refused,
    silent, locked, new (no password yet), dismissed (its prompt), too_long, kept (not removed).
    """

    code = "storage.keyring"

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason


class MessagingError(WorkstationError):
    """The IM session or one message in it."""

    code = "messaging"


class UploadRefused(MessagingError):
    """No slot for a file (XEP-0363); ``detail`` is the condition, or ``not online``."""

    code = "messaging.upload"


class ArchiveRefused(MessagingError):
    """A page of a room's archive did not come (XEP-0313); ``detail`` is the condition.

    ``reason`` tells apart what a doctor can: ``refused`` where the server lets nobody read it from
    outside of the room, ``missing`` where it has no such room or archive; else it may come later.
    """

    code = "messaging.archive"

    @property
    def reason(self) -> str:
        """``refused``, ``missing``, or nothing."""
        if self.detail in _NOT_ALLOWED:
            return "refused"
        return "missing" if self.detail in _NOT_THERE else ""


_NOT_ALLOWED = frozenset({"forbidden", "not-allowed", "not-authorized", "registration-required"})
_NOT_THERE = frozenset({"item-not-found", "gone", "feature-not-implemented", "service-unavailable"})


class ProtocolError(MessagingError):
    """The rules of the wire were broken; see which side did it."""

    code = "messaging.protocol"


class LocalProtocolError(ProtocolError):
    """This program asked for what the wire's state or bounds forbid; nothing was sent."""

    code = "messaging.protocol.local"


class RemoteProtocolError(ProtocolError):
    """The server broke the protocol; the stream is to be closed."""

    code = "messaging.protocol.remote"


class DeviceError(WorkstationError):
    """A sound device of this computer."""

    code = "device"


class NoLoudspeaker(DeviceError):
    """No output device: a recording cannot be played, and must not count as heard."""

    code = "device.loudspeaker"


class ConfigurationError(WorkstationError):
    """What somebody set on this computer, or typed on the command line, cannot hold."""

    code = "configuration"
