"""What happened, and what to do about it, for every error of the program."""

import math
import re

from workstation.domain.errors import (
    ArchiveRefused,
    InputError,
    KeyringUnavailable,
    ProxyRefused,
    TlsFailure,
    UnsupportedMedia,
    WorkstationError,
)
from workstation.domain.keys import KeyFileUnusable, WrongCode
from workstation.domain.network_errors import CERTIFICATE_FAULTS, OF_PROXY, proxy_of
from workstation.domain.policy_errors import PolicyUnusable
from workstation.domain.sign_in_errors import PasswordRefused, SessionRefused
from workstation.domain.update_errors import UpdateRefused
from workstation.domain.value import Value
from workstation.ui.kit.strings.catalogue import has_text, tr

_WITH_REASON = (
    ArchiveRefused
    | InputError
    | KeyringUnavailable
    | KeyFileUnusable
    | PolicyUnusable
    | SessionRefused
    | UpdateRefused
)
MAX_SERVER_TEXT = 120
_WITH_DETAIL = PasswordRefused | ProxyRefused | TlsFailure | UnsupportedMedia


_TLS_REASONS = {"", "wrong version number", *CERTIFICATE_FAULTS}
_HANDSHAKE = "handshake"
"""One sentence for OpenSSL's hundreds of reasons, which mean the same to those who read it."""


class ErrorText(Value):
    """Two sentences, and the other side's own words where there are any; all plain text.

    ``code`` is what an administrator finds the error by.
    """

    what: str
    next: str
    server_text: str = ""
    code: str = ""

    def __str__(self) -> str:
        return tr("errors.joined", what=self.what, next=self.next)


def error_text(error: BaseException) -> ErrorText:
    """Sentences for ``error``; one that is not of the tree gets the general ones."""
    if not isinstance(error, WorkstationError):
        what, then = tr("errors.unexpected.what"), tr("errors.unexpected.next")
        return ErrorText(what, then, code=type(error).__name__)
    code = _code(error)
    values = {
        "limit": getattr(error, "limit", 0),
        "place": getattr(error, "place", "") or proxy_of(error),
        "count": getattr(error, "count", 0),
        "seconds": math.ceil(getattr(error, "seconds", 0)),
    }
    what, then = (tr(f"errors.{code}.{part}", **values) for part in ("what", "next"))
    return ErrorText(what, then, error.server_text, code)


def shorten_server_text(text: str) -> str:
    """The other side's own words, to stand within a sentence: one line, and not too long."""
    line = " ".join(text.split()).rstrip("。.")
    return line if len(line) <= MAX_SERVER_TEXT else f"{line[: MAX_SERVER_TEXT - 1]}…"


def error_key(error: WorkstationError) -> str:
    """Where the catalogue has the two sentences for an error, without values to fill in."""
    return f"errors.{_code(error)}"


def _code(error: WorkstationError) -> str:
    """The code, made finer by the reason where the catalogue tells reasons apart."""
    reason = re.sub(r"\W", "_", _reason(error)).lower()
    finer = f"{error.code}.{reason}"
    return finer if has_text(f"errors.{finer}.what") else error.code


def _reason(error: WorkstationError) -> str:
    if isinstance(error, _WITH_REASON):
        return error.reason
    if proxy_of(error):
        return OF_PROXY
    if isinstance(error, TlsFailure) and error.detail not in _TLS_REASONS:
        return _HANDSHAKE
    if isinstance(error, WrongCode):
        return "waiting" if error.seconds else ""
    return error.detail if isinstance(error, _WITH_DETAIL) else ""
