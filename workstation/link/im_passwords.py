"""The short-lived IM password: in memory only, fetched before it is needed."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from workstation.base.clock import Clock
from workstation.domain.errors import WorkstationError
from workstation.domain.im import ImPassword
from workstation.domain.sign_in_errors import PasswordRefused

MIN_SECONDS_LEFT = 60.0


class ImPasswords:
    """Gives passwords that live at least a minute; asks the platform at most once a pass.

    A pass is one try of all servers, which mostly ask the same platform what a password is worth.
    Each of them is offered a password once, and none that was refused in an earlier pass: a
    hospital that shuts out who guesses passwords (fail2ban) must not take a PC for one of them.
    """

    def __init__(self, fetch: Callable[[], Awaitable[ImPassword]], clock: Clock) -> None:
        self._fetch, self._clock = fetch, clock
        self._password: ImPassword | None = None
        self._turn = asyncio.Lock()
        self._asked: ImPassword | WorkstationError | None = None
        self._refused = False

    def begin_pass(self) -> None:
        """Begin a pass over the servers: a password that was refused is asked for anew."""
        self._asked = None
        if self._refused:
            self._password, self._refused = None, False

    async def fetch_ahead(self) -> None:
        """Fetch a password before a server asks for it; ``current`` reports a failure."""
        with contextlib.suppress(WorkstationError):
            await self.current()

    async def current(self) -> str:
        """A password with at least a minute to live. Raises what the platform's call raises."""
        async with self._turn:
            password = self._password
            if (
                password is None
                or password.seconds_left(self._clock.monotonic()) < MIN_SECONDS_LEFT
            ):
                password = await self._ask()
            return password.secret

    async def replace(self, refused: str) -> str:
        """Another password than the refused one.

        Raises ``PasswordRefused`` where this pass has no other, and what the platform's call
        raises.
        """
        async with self._turn:
            password = self._password
            if password is None or password.secret == refused:
                self._refused = True
                if password is self._asked and not self._is_expired(password):
                    raise PasswordRefused("not-authorized")
                password = await self._ask()
                self._refused = False
            return password.secret

    async def _ask(self) -> ImPassword:
        """The platform's answer of this pass; when it gave none, no server is a reason to ask.

        A pass over many dead servers may outlast a password: then it is asked once more.
        """
        if self._asked is None or self._is_expired(self._asked):
            try:
                self._asked = await self._fetch()
            except WorkstationError as error:
                self._asked = error
        if isinstance(self._asked, WorkstationError):
            raise self._asked
        self._password = self._asked
        return self._asked

    def _is_expired(self, asked: ImPassword | WorkstationError | None) -> bool:
        now = self._clock.monotonic()
        return isinstance(asked, ImPassword) and asked.seconds_left(now) <= 0.0
