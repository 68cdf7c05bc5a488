"""Further pages of an open conversation, one at a time, as its ends come near."""

from collections.abc import Awaitable, Callable

from workstation.base.task_scope import TaskScope
from workstation.store.timeline import TimelineWindow


class PageReading:
    """Reads one further page at a time.

    ``on_read`` is called when a page came. One that failed is asked for again by scrolling.
    """

    def __init__(self, scope: TaskScope, on_read: Callable[[], object]) -> None:
        self._scope, self._on_read = scope, on_read
        self._is_reading = False

    def read_older(self, window: TimelineWindow | None) -> None:
        """Read the page before what is loaded, if there is one."""
        if window is not None and window.lines.older:
            self._read(window.load_older)

    def read_newer(self, window: TimelineWindow | None) -> None:
        """Read the next newer page: after scrolling far back the window has dropped its end."""
        if window is not None and window.lines.newer:
            self._read(window.load_newer)

    def _read(self, load: Callable[[], Awaitable[None]]) -> None:
        if not self._is_reading:
            self._is_reading = True
            self._scope.spawn(self._load(load))

    async def _load(self, load: Callable[[], Awaitable[None]]) -> None:
        try:
            await load()
        finally:
            self._is_reading = False
        self._on_read()
