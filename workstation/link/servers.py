"""Which servers the next round tries: those known until they fail, the last good one first."""

from collections.abc import Awaitable, Callable, Sequence

from workstation.domain.errors import TokenRejected, WorkstationError
from workstation.link.endpoints import Endpoint, ordered


class Servers:
    """The platform's list, asked for at first and after each round in which all of it failed.

    ``begun`` is told when a round begins.
    """

    def __init__(
        self,
        fetch: Callable[[], Awaitable[Sequence[Endpoint]]],
        last_good: str = "",
        begun: Callable[[], None] | None = None,
    ) -> None:
        self.last_good = last_good
        self._begun = begun
        self._fetch = fetch
        self._known: Sequence[Endpoint] = ()
        self._mute = ""
        self._failed = True

    async def round(self) -> list[Endpoint]:
        """The servers to try now, in their order.

        A platform that is away does not keep anybody from servers that are not: those known are
        tried again. Raises what the platform's call raises while none is known, and always
        ``TokenRejected``.
        """
        if self._begun is not None:
            self._begun()
        if self._failed:
            try:
                self._known = await self._fetch()
            except TokenRejected:
                raise
            except WorkstationError:
                if not self._known:
                    raise
            else:
                self._failed = False
        return ordered(self._known, self.last_good, self._mute)

    def good(self, endpoint: Endpoint) -> None:
        """A session is online there."""
        self.last_good, self._mute = endpoint.url, ""

    def mute(self, endpoint: Endpoint) -> None:
        """It let us in and gave no session: others come first."""
        self._mute = endpoint.url

    def failed(self) -> None:
        """No server of the list let us in."""
        self._failed = True
