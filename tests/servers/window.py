"""The program's window on a real IM engine, signed in, with a patient who answers.

    python -m tests.servers.window --engine prosody
    python -m tests.servers.window --engine ejabberd --minutes 30

Consultations, pictures and the profile come from the embedded clinic, messages from the engine.
What is typed at the terminal is done beside the window: ``cut``, ``stall 60``, ``kill 0``,
``expel`` and others that ``--help`` lists. When the window is closed, at the end of the terminal's
input, or when the minutes are over, everything ends and the temporary folder goes.
"""

import argparse
import asyncio
import contextlib
import json
import signal
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import TextIO

from tests.servers import rig
from tests.servers.clinic_platform import Platform
from tests.servers.stage import DOCTOR, ORDERS, Stage

MISSING = 2
CLOSE_SECONDS = 5


def main() -> int:
    options = _parser().parse_args()
    if packages := rig.missing(options.engine):
        _tell(f"{options.engine} needs these Debian packages: {' '.join(packages)}")
        return MISSING
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with (
        contextlib.suppress(KeyboardInterrupt),
        tempfile.TemporaryDirectory(prefix="workstation-window-") as folder,
    ):
        asyncio.run(_run(options, Path(folder)))
    return 0


def _parser() -> argparse.ArgumentParser:
    orders = "\n".join(f"  {name:10} {order.__doc__}" for name, order in ORDERS.items())
    parser = argparse.ArgumentParser(
        prog="tests.servers.window",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=f"orders, one a line on standard input:\n{orders}",
    )
    parser.add_argument("--engine", choices=rig.REAL_ENGINES, required=True)
    parser.add_argument("--minutes", type=float, default=15, help="then all ends (%(default)s)")
    parser.add_argument("--profile", type=Path, help="a folder for the window's data that stays")
    parser.add_argument(
        "--no-window", action="store_true", help="only tell address and token, for another window"
    )
    return parser


async def _run(options: argparse.Namespace, folder: Path) -> None:
    with rig.beside_a_clinic(options.engine, folder) as (engine, platform):
        stage = Stage(engine, platform)
        try:
            async with asyncio.timeout(options.minutes * 60):
                await _play(stage, platform, options, folder)
        except TimeoutError:
            _tell(f"{options.minutes} minutes are over")
        finally:
            await asyncio.to_thread(stage.close)


async def _play(
    stage: Stage, platform: Platform, options: argparse.Namespace, folder: Path
) -> None:
    account = {"address": platform.url, "token": platform.token(DOCTOR), "member_id": DOCTOR}
    async with contextlib.AsyncExitStack() as ending:
        window = None
        if options.no_window:
            _tell(json.dumps(account))
        else:
            window = await _open_window(options.profile or folder / "profile", account)
            ending.push_async_callback(_close, window)
        patient = asyncio.create_task(stage.play_patient(_tell))
        ending.callback(patient.cancel)
        works = {patient, asyncio.create_task(_obey(stage))}
        if window is not None:
            works.add(asyncio.create_task(window.wait()))
        done, _ = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
        for work in done:
            work.result()


async def _open_window(profile: Path, account: dict[str, object]) -> Process:
    command = [sys.executable, "-m", "tests.servers.signed_in", str(profile)]
    # The kernel ends the window with this process, should that be killed.
    command = ["/usr/bin/setpriv", "--pdeathsig", "TERM", "--", *command]
    window = await asyncio.create_subprocess_exec(*command, stdin=PIPE)
    assert window.stdin is not None
    window.stdin.write(json.dumps(account).encode() + b"\n")
    await window.stdin.drain()
    return window


async def _close(window: Process) -> None:
    if window.returncode is None:
        window.terminate()
        try:
            await asyncio.wait_for(window.wait(), CLOSE_SECONDS)
        except TimeoutError:
            window.kill()
            await window.wait()


async def _obey(stage: Stage, terminal: TextIO = sys.stdin) -> None:
    """Carry out what the terminal says, until it ends."""
    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), terminal)
    while line := await lines.readline():
        if line.strip():
            _tell(await asyncio.to_thread(stage.obey, line.decode().strip()))


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
