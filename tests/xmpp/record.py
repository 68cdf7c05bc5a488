"""Records the transcripts anew: ``python -m tests.xmpp.record prosody ejabberd``.

Each scenario plays a doctor (the core, through a socket) against a running engine, with a patient
who is not the product. Read what changes before committing it: the tests hold the core to it.
"""

import argparse
import asyncio
import base64
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.servers import rig
from tests.servers.engine import Engine
from tests.xmpp.recorded_doctor import DOCTOR
from tests.xmpp.scenarios import SCENARIOS
from tests.xmpp.transcript import FOLDER


def _without_passwords(text: str) -> str:
    """The rig's passwords are worthless by now, and still do not belong into a file."""
    for password in set(re.findall(r'"([0-9a-f]{32})"', text)):
        text = text.replace(_plain(password), _plain("0" * 32)).replace(password, "0" * 32)
    return text


def _plain(password: str) -> str:
    return base64.b64encode(f"\0{DOCTOR}\0{password}".encode()).decode()


async def record(engine: Engine) -> None:
    """Run every scenario against a server, and keep what was said in a file each."""
    for scenario in SCENARIOS:
        doctor = await scenario(engine)
        lines = [f"# {engine.name}: {scenario.__doc__}", *doctor.lines]
        file = FOLDER / f"{engine.name}-{scenario.__name__.replace('_', '-')}.txt"
        file.write_text(_without_passwords("\n".join(lines) + "\n"))
        sys.stdout.write(f"{file.name}: {len(lines)} lines\n")


def main(arguments: Sequence[str]) -> None:
    """Record with the named engines, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engines", nargs="*", help=", ".join(rig.REAL_ENGINES))
    engines = parser.parse_args(arguments).engines or list(rig.REAL_ENGINES)
    if unknown := set(engines) - set(rig.REAL_ENGINES):
        parser.error(f"no engine {', '.join(unknown)}")
    for name in engines:
        with tempfile.TemporaryDirectory() as folder, rig.running(name, Path(folder)) as engine:
            asyncio.run(record(engine))


if __name__ == "__main__":
    main(sys.argv[1:])
