"""The display is gone (its server crashed, the session ended): the program still ends in order.

Qt leaves its loop then, and each further one. What is written is on its way to the disk in a thread
and in tasks of asyncio, which go on by being given their turns. Whoever would be asked anything is
not there any more. Tests: tests/program/test_ending_signals.py.
"""

import asyncio
import sys
from time import monotonic

from workstation.base.command_name import command_name
from workstation.ui.kit.strings import tr

END_SECONDS = 10.0
"""So long what is written may take to be saved."""


def end_without_display(loop: asyncio.AbstractEventLoop, running: "asyncio.Task[int]") -> None:
    """Let ``running``, which was asked to end and stops the loop then, do so.

    A terminal is told why it ends.
    """
    until = monotonic() + END_SECONDS
    loop.call_later(END_SECONDS, loop.stop)
    while not running.done() and monotonic() < until:
        loop.run_forever()
    if sys.stderr is not None:
        sys.stderr.write(f"{command_name()}: {tr('stopped.display')}\n")
