"""Ends the program in order when the display is lost (server crash, end of the session).

Qt then leaves its event loop, and any later one. Pending writes are in threads and asyncio tasks,
which are finished by running the asyncio loop. No question can be asked any more. Tests:
tests/program/test_ending_signals.py.
"""

import asyncio
import sys
from time import monotonic

from workstation.base.command_name import command_name
from workstation.ui.kit.strings import tr

END_SECONDS = 10.0
"""So long what is written may take to be saved."""


def end_without_display(loop: asyncio.AbstractEventLoop, running: "asyncio.Task[int]") -> None:
    """Run the loop until ``running``, which was asked to end, has ended.

    The reason is printed to the terminal.
    """
    until = monotonic() + END_SECONDS
    loop.call_later(END_SECONDS, loop.stop)
    while not running.done() and monotonic() < until:
        loop.run_forever()
    if sys.stderr is not None:
        sys.stderr.write(f"{command_name()}: {tr('stopped.display')}\n")
