"""A file or picture is fetched for somebody who waits for it: said, stopped, or why it failed."""

from collections.abc import Awaitable, Callable

from workstation.domain.errors import WorkstationError
from workstation.ui.kit.layers.progress import Begin, Result, run_noticed
from workstation.ui.kit.strings import error_text, tr


async def fetch_noticed(
    begin: Begin, notify: Callable[[str], object], work: Awaitable[Result]
) -> Result | None:
    """Await ``work`` for its result; ``None`` where it failed or was stopped, which is said."""
    try:
        fetched = await run_noticed(begin, tr("conversation.fetching"), work)
    except WorkstationError as error:
        notify(str(error_text(error)))
        return None
    if fetched is None:
        notify(tr("conversation.fetch_stopped"))
    return fetched
