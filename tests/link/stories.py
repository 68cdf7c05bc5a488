"""A story on a line that costs no time."""

from collections.abc import Awaitable, Callable

from tests.link.line import Line
from tests.simulation.virtual_time import VirtualLoop, run

ERROR = (
    "<stream:error xmlns:stream='http://etherx.jabber.org/streams'>"
    "<{0} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
)


def on_a_line(story: Callable[[Line], Awaitable[None]], **set_before: object) -> None:
    """Live through a story with a link that runs."""
    loop = VirtualLoop()

    async def live() -> None:
        line = Line(loop)
        for name, value in set_before.items():
            setattr(line, name, value)
        async with line:
            await story(line)

    run(loop, live())
