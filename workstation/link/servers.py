"""Which servers the next round tries: one pass after another over all of the platform's list."""

from collections.abc import Awaitable, Callable, Sequence

from workstation.domain.errors import ServerFault, TokenRejected, WorkstationError
from workstation.domain.sign_in_errors import NoServers
from workstation.link.endpoints import MAX_ENDPOINTS_A_ROUND, Endpoint, order_endpoints
from workstation.link.negotiation import Ready, race
from workstation.link.reasons import furthest
from workstation.link.trace import ConnectionTrace


class Servers:
    """The servers in passes: each tries every one of the list once, in rounds of eight.

    The last good one comes first, then the platform's order; those that let us in and gave no
    lasting session come last. Each round goes on where the last one stopped, so that no number of
    dead servers keeps anybody from a live one. The list is asked for at first, and again when a
    pass is over and all of it failed. ``on_pass_begun`` is called when a pass begins; ``trace``
    takes down what becomes of each server.
    """

    def __init__(
        self,
        fetch: Callable[[], Awaitable[Sequence[Endpoint]]],
        last_good: str = "",
        on_pass_begun: Callable[[], None] | None = None,
        trace: ConnectionTrace | None = None,
    ) -> None:
        self.last_good = last_good
        self.pause = 0.0
        self._on_pass_begun, self._trace = on_pass_begun, trace
        self._fetch = fetch
        self._endpoints: Sequence[Endpoint] = ()
        self._untried: list[Endpoint] = []
        self._set_back: set[str] = set()
        self._errors: list[WorkstationError] = []
        self._failed = True

    async def next_round(self) -> list[Endpoint]:
        """The servers to try now, in their order.

        A platform that is away does not keep anybody from servers that are not: those known are
        tried again. Raises what the platform's call raises while none is known, ``NoServers`` for
        an empty list, and always ``TokenRejected``.
        """
        if not self._untried:
            await self._begin_pass()
        return self._untried[:MAX_ENDPOINTS_A_ROUND]

    async def connect(self, negotiate: Callable[[Endpoint], Awaitable[Ready]]) -> Ready:
        """The first of one round's servers that lets us in.

        Raises what ``next_round`` does, and the most telling error when none of them does.
        """

        async def attempt(endpoint: Endpoint) -> Ready:
            try:
                return await negotiate(endpoint)
            except WorkstationError as error:
                self.on_failed(endpoint, error)
                self.on_lost(endpoint, error)
                raise

        return await race(await self.next_round(), attempt)

    async def connect_first(self, negotiate: Callable[[Endpoint], Awaitable[Ready]]) -> Ready:
        """The first of one whole pass that lets us in; raises the most telling error of all."""
        while True:
            try:
                return await self.connect(negotiate)
            except WorkstationError as error:
                if self.is_pass_over:
                    raise self.furthest_failure(error) from None

    @property
    def is_pass_over(self) -> bool:
        """Whether every server of this pass was tried."""
        return not self._untried

    def on_failed(self, endpoint: Endpoint, error: WorkstationError) -> None:
        """Note that a server did not let us in; a token that is refused ends the pass."""
        self._note(error)
        if endpoint in self._untried:
            self._untried.remove(endpoint)
            self._failed = not self._untried
        if isinstance(error, TokenRejected):
            self._untried.clear()

    def set_back(self, endpoint: Endpoint, error: WorkstationError) -> None:
        """Try others before a server that let us in and gave no session, or none that held."""
        self._set_back.add(endpoint.url)
        self.on_failed(endpoint, error)

    def on_online(self, endpoint: Endpoint) -> None:
        """Note that a session is online there: this pass is over."""
        self.last_good, self._untried, self._errors, self._failed = endpoint.url, [], [], False
        if self._trace is not None:
            self._trace.note_online(endpoint)

    def on_lost(self, endpoint: Endpoint, error: WorkstationError) -> None:
        """Note that what was tried or held there ended; the next server is not changed by it."""
        if self._trace is not None:
            self._trace.fail(endpoint, error)

    def on_steady(self) -> None:
        """Give what was set back its place again, as a session lasted."""
        self._set_back.clear()

    def furthest_failure(self, error: WorkstationError) -> WorkstationError:
        """The failure to report for this pass after a round of it failed by ``error``."""
        return furthest([*self._errors, error])

    def _note(self, error: WorkstationError) -> None:
        """Note an error; a platform's asked ``pause``, in seconds, also."""
        self._errors.append(error)
        if isinstance(error, ServerFault):
            self.pause = max(self.pause, error.retry_after)

    async def _begin_pass(self) -> None:
        self._errors, self.pause = [], 0.0
        if self._on_pass_begun is not None:
            self._on_pass_begun()
        if self._failed:
            await self._fetch_endpoints()
        first = "" if self.last_good in self._set_back else self.last_good
        self._untried = order_endpoints(self._endpoints, first, self._set_back)
        if not self._untried:
            self._failed = True
            raise NoServers

    async def _fetch_endpoints(self) -> None:
        try:
            self._endpoints = await self._fetch()
        except TokenRejected:
            raise
        except WorkstationError as error:
            self._note(error)
            if not self._endpoints:
                raise
        else:
            self._failed = False
