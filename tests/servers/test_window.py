"""The command that opens the window on a real engine, run as a developer runs it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import rig
from tests.servers.processes import alive, descendants, wait_until

ROOT = Path(__file__).parents[2]
TRIES = 30


@pytest.fixture(params=rig.REAL_ENGINES)
def command(request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    if packages := rig.missing(request.param):
        pytest.skip(f"{request.param} is not installed: {packages}")
    running = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "tests.servers.window", "--engine", request.param],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield running
    running.kill()
    running.communicate()


def test_the_window_signs_in_on_a_real_engine_and_nothing_is_left_of_it(
    command: subprocess.Popen[str],
) -> None:
    """Only a doctor who is in the room can be signed in elsewhere, too."""
    for _ in range(TRIES):
        if _order(command, "elsewhere") == "done":
            break
    else:
        pytest.fail("the window never entered the patient's room")
    assert _order(command, "nonsense") == ""
    started = descendants(command.pid)
    command.communicate()
    assert command.returncode == 0
    # What Erlang starts beside itself ends by itself, once Erlang has.
    wait_until(lambda: not any(map(alive, started)), "everything has ended")


def _order(command: subprocess.Popen[str], order: str) -> str:
    """Give an order; what is told of it."""
    assert command.stdin
    assert command.stdout
    command.stdin.write(f"{order}\n")
    command.stdin.flush()
    for line in command.stdout:
        if line.startswith("no such order"):
            return ""
        if line.startswith(order):
            return line.partition(": ")[2].strip()
    return pytest.fail("the command ended")
