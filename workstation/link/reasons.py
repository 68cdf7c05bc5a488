"""Which of several servers' failures is told: that of the one that came furthest.

What kept the furthest one from a session is what has to be mended before anybody is online, and a
server that was reached explains more than one that is dead. Two things come before all: a token
that is not valid any more, because nothing else matters until the next sign-in, and a sign-in that
became weaker, because it may be an attack.
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
    """The first of those that rank highest; ``None`` when there are none."""
    return min(errors, key=_rank, default=None)


def furthest(errors: Sequence[WorkstationError]) -> WorkstationError:
    """The first of those that rank highest; there must be at least one."""
    return min(errors, key=_rank)


def _rank(error: BaseException) -> int:
    ranks = (place for place, holds in enumerate(RANKS) if holds(error))
    return next(ranks, len(RANKS))
