"""What the IM session needs from the platform: servers and a password (1.1, 1.2)."""

from workstation.api import schemas
from workstation.api.platform import Platform
from workstation.api.rows import Rows, read_rows
from workstation.base.clock import Clock
from workstation.config.calls import IM_PASSWORD, IM_SERVERS
from workstation.domain.errors import naming_call
from workstation.domain.im import ImPassword, ImServer

MAX_SERVERS = 500
"""Each is looked at on the window's own loop: as many rows as a history may have would hold it up
for half a second."""


class Im:
    """IM access data. Methods raise ``NetworkError``, ``AnswerError`` and ``PlatformError``.

    ``clock`` tells until when a password is good.
    """

    def __init__(self, platform: Platform, clock: Clock) -> None:
        self._platform = platform
        self._clock = clock

    async def servers(self) -> Rows[ImServer]:
        """The valid servers in the platform's order (1.1), each once; there may be none.

        Rows without a host and a port that a server can have are dropped and told in ``dropped``.
        Raises ``BoundExceeded`` over ``MAX_SERVERS``.
        """
        envelope = await self._platform.read(IM_SERVERS)
        return read_rows(
            envelope.payload,
            schemas.im_server,
            lambda server: server,
            call=IM_SERVERS.name,
            most=MAX_SERVERS,
        )

    async def password(self) -> ImPassword:
        """A password (1.2), good until ``expires_at`` on the monotonic clock, in seconds.

        Its life counts from before the question, so it never ends too late, and is at most 30 days.
        """
        asked = self._clock.monotonic()
        envelope = await self._platform.read(IM_PASSWORD)
        with naming_call(IM_PASSWORD.name):
            secret, seconds = schemas.im_password(envelope.payload)
        return ImPassword(secret, asked + seconds)
