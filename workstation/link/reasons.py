"""Which of several servers' failures is reported: that of the attempt that came furthest.

Its cause is what has to be repaired first, and a server that was reached explains more than one
that is down. Two failures come before all others: a token that has expired, because nothing else
matters until the next sign-in, and a weaker sign-in mechanism, because it may be an attack.
"""

from collections.abc import Callable, Iterable, Sequence

from workstation.domain.errors import (
    NameNotResolved,
    ProtocolError,
    ProxyRefused,
    RedirectRefused,
    TlsFailure,
    TokenRejected,
    WorkstationError,
)
from workstation.domain.sign_in_errors import (
    NoImServer,
    PasswordRefused,
    SessionRefused,
    WeakerSignIn,
)

RANKS: tuple[Callable[[BaseException], bool], ...] = (
    lambda error: isinstance(error, TokenRejected),
    lambda error: isinstance(error, WeakerSignIn),
    lambda error: isinstance(error, PasswordRefused),
    lambda error: isinstance(error, ProtocolError | SessionRefused),
    # A call of the platform: by the time that its password was asked for, a server was reached.
    lambda error: isinstance(error, WorkstationError) and bool(error.call),
    lambda error: isinstance(error, RedirectRefused | NoImServer),
    lambda error: isinstance(error, TlsFailure),
    lambda error: isinstance(error, ProxyRefused),
    lambda error: isinstance(error, NameNotResolved),
    lambda error: isinstance(error, WorkstationError),
)


def most_telling(errors: Iterable[BaseException]) -> BaseException | None:
    """The first of the errors that rank highest; ``None`` when there are none."""
    return min(errors, key=_rank, default=None)


def furthest(errors: Sequence[WorkstationError]) -> WorkstationError:
    """The first of the errors that rank highest; there must be at least one."""
    return min(errors, key=_rank)


def _rank(error: BaseException) -> int:
    ranks = (place for place, holds in enumerate(RANKS) if holds(error))
    return next(ranks, len(RANKS))
