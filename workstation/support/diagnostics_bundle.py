"""The files for an administrator, gathered from a whole examination, with a list on top."""

import asyncio
from collections.abc import Sequence

from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.domain.diagnostics_bundle import DiagnosticsFile
from workstation.settings.resolve import Resolution
from workstation.support import diagnostics_files
from workstation.support.check_report import JsonReport
from workstation.support.self_test import Target, examine, health_of
from workstation.support.versions import facts
from workstation.ui.kit.strings import tr
from workstation.ui.support.qt_probes import qt_facts
from workstation.vault.keys.key_chains import KeyChains


async def gather(
    resolution: Resolution, folders: Folders, keys: KeyChains, target: Target
) -> list[DiagnosticsFile]:
    """Examine every layer and write down what may be handed on; the first file lists the rest."""
    report = await examine(resolution, folders, keys, target, lambda _: None)
    checked = JsonReport(SystemClock(), plain=True)
    health = await health_of(folders, keys, target)
    files = [
        diagnostics_files.versions({**facts(), **qt_facts()}),
        diagnostics_files.settings(resolution),
        DiagnosticsFile("check.json", checked.end(report)),
        await asyncio.to_thread(diagnostics_files.storage, folders, health),
        *await asyncio.to_thread(diagnostics_files.logs, folders),
    ]
    return [DiagnosticsFile("README.txt", listing(files)), *files]


def listing(files: Sequence[DiagnosticsFile]) -> str:
    """Every file with its size and what it holds, and that nothing is sent."""
    lines = [tr("diagnostics.line", name=f.name, size=f.size, about=about(f)) for f in files]
    return "\n".join([tr("diagnostics.contents"), *lines, tr("diagnostics.unsent"), ""])


def about(file: DiagnosticsFile) -> str:
    """What a file holds, in the current language."""
    return tr(f"diagnostics.about.{file.kind}")
