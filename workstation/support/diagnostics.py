"""``workstation --diagnostics FILE``: what an administrator is given, listed, then written."""

import asyncio
import sys
from pathlib import Path

from workstation.base.atomic_write import save_where_chosen
from workstation.base.clock import SystemClock
from workstation.base.command_name import command_name
from workstation.domain.diagnostics_bundle import DiagnosticsFile, pack
from workstation.domain.errors import WorkstationError
from workstation.support.check import subject
from workstation.support.diagnostics_bundle import gather
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.support.terminal import write_losslessly

WRITTEN, FAILED = 0, 2


def run_diagnostics(file: Path, *, profile: Path | None, demo: bool) -> int:
    """Examine everything, list the files, write them; 0, or 2 with a sentence."""
    write_losslessly()
    try:
        files = asyncio.run(_gathered(profile, demo=demo))
        sys.stdout.write(files[0].text)
        save_where_chosen(file, pack(files, SystemClock().now_ms()))
    except WorkstationError as error:
        sys.stderr.write(f"{command_name()}: {error_text(error)}\n")
        return FAILED
    sys.stdout.write(tr("diagnostics.written") + "\n")
    return WRITTEN


async def _gathered(profile: Path | None, *, demo: bool) -> list[DiagnosticsFile]:
    async with subject(profile, demo=demo) as checked:
        return await gather(
            checked.resolution,
            checked.folders,
            checked.keys,
            checked.target,
        )
