"""The token that replaces the IM password (XEP-0484): the newest one, and how often it was used.

It is valid days longer than the password, so that a lost session can be restored without the
platform. ``on_changed`` lets the owner store it between two runs; logs only say that there is one.

The count must grow with each use, also in the next run, and must not wait for a locked disk. So the
stored count is the end of a reserved range ahead of the used ones, and the next run begins after
it.
"""

import logging
from collections.abc import Callable
from dataclasses import field, replace

from workstation.domain.value import Value
from workstation.xmpp.events import TokenIssued
from workstation.xmpp.fast_token import FastToken

log = logging.getLogger(__name__)

RENEW_MS = 7 * 24 * 3_600_000
"""A token with less than this left is replaced at the next sign-in."""

RESERVE, MARGIN = 64, 16


class KeptToken(Value):
    """A token as it is stored: no count up to ``count`` may be used again."""

    secret: str = field(repr=False)
    expires_ms: int
    count: int = 0


class FastTokens:
    """The tokens of one account. ``now_ms`` is the wall's time; ``on_changed`` stores a change."""

    def __init__(
        self,
        stored: KeptToken | None,
        now_ms: Callable[[], int],
        on_changed: Callable[[KeptToken | None], None],
    ) -> None:
        self._newest, self._now_ms, self._on_changed = stored, now_ms, on_changed
        self._count = 0 if stored is None else stored.count

    @property
    def is_ready(self) -> bool:
        """Whether there is a token that has not ended."""
        return self._newest is not None and self._newest.expires_ms > self._now_ms()

    @property
    def wants_new(self) -> bool:
        """Whether there is no token, or none that will last."""
        return self._newest is None or self._newest.expires_ms - self._now_ms() < RENEW_MS

    def take(self) -> FastToken | None:
        """The token for one more sign-in; ``None`` where there is none that has not ended."""
        stored = self._newest
        if stored is None or not self.is_ready:
            return None
        self._count += 1
        if self._count + MARGIN > stored.count:
            self._keep(replace(stored, count=self._count + RESERVE))
        return FastToken(stored.secret, self._count)

    def keep(self, issued: TokenIssued) -> None:
        """Keep a token that the server has issued, in place of the last."""
        log.info("a token for the IM session is kept")
        self._count = 0
        self._keep(KeptToken(issued.secret, issued.expires_ms))

    def drop(self, refused: str) -> None:
        """Forget the token with this secret, unless a newer one replaced it."""
        if self._newest is not None and self._newest.secret == refused:
            log.info("the token for the IM session is not taken any more")
            self._keep(None)

    def _keep(self, token: KeptToken | None) -> None:
        self._newest = token
        self._on_changed(token)
