"""``workstation --check``: every layer tested without a window, one line each and what to do."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

from workstation.base.clock import SystemClock
from workstation.base.paths import Folders
from workstation.clinic.process import open_clinic
from workstation.domain.address import ApiBase
from workstation.domain.errors import ConfigurationError, FolderNotWritable, StorageError
from workstation.domain.findings import Finding, Layer, Report, failed
from workstation.domain.ids import MemberId
from workstation.domain.policy_errors import DemoForbidden
from workstation.domain.value import Value
from workstation.services.demo_platform import resolution_for_demo
from workstation.settings.resolve import Resolution, language_of, load
from workstation.support.check_report import JsonReport, TextReport
from workstation.support.self_test import Target, examine, remembered_target, target_with_token
from workstation.support.versions import require_floors
from workstation.ui.kit.strings import set_language
from workstation.ui.support.terminal import write_losslessly
from workstation.vault.keys.key_chains import KeyChains, key_rules
from workstation.vault.keys.profile_entries import profile_name
from workstation.vault.keys.system_keyring import open_system_keyring

OnFinding = Callable[[Finding], None]


class Subject(Value):
    """What one run of the command examines."""

    resolution: Resolution
    folders: Folders
    keys: KeyChains
    target: Target

    async def examine(self, on_finding: OnFinding) -> Report:
        """Examine all layers."""
        return await examine(self.resolution, self.folders, self.keys, self.target, on_finding)


def run_check(
    *, profile: Path | None, demo: bool, as_json: bool, policy: Path | None = None
) -> int:
    """Check everything and print it; returns 0 for fine, 1 degraded, 2 unusable.

    ``policy`` is one to be tried in the demo.
    """
    write_losslessly(as_json=as_json)
    output: TextReport | JsonReport = JsonReport(SystemClock()) if as_json else TextReport()

    def on_finding(finding: Finding) -> None:
        sys.stdout.write(output.line(finding))
        sys.stdout.flush()

    report = asyncio.run(_check(profile, on_finding, demo=demo, policy=policy))
    sys.stdout.write(output.end(report))
    return report.exit_status


async def _check(
    profile: Path | None, on_finding: OnFinding, *, demo: bool, policy: Path | None = None
) -> Report:
    try:
        async with subject(profile, demo=demo, policy=policy) as checked:
            return await checked.examine(on_finding)
    except (ConfigurationError, StorageError) as error:
        stopped = failed(Layer.CONFIGURATION, error)
        on_finding(stopped)
        return Report((stopped,))


@asynccontextmanager
async def subject(
    profile: Path | None, *, demo: bool, policy: Path | None = None
) -> AsyncIterator[Subject]:
    """Find what the window would sign in to, in the language of its settings.

    Raises ``ConfigurationError`` and ``StorageError`` where the program would not start.
    """
    async with AsyncExitStack() as stack:
        scratch = _scratch(stack) if demo else Path()
        folders = replace(_folders(profile, scratch, demo=demo), trial_policy=policy)
        set_language(language_of(folders))
        require_floors()
        resolution = load(folders)
        if demo:
            resolution = resolution_for_demo(resolution, tries_policy=policy is not None)
        if demo and not resolution.settings.demo_allowed:
            raise DemoForbidden("demo.allowed")
        keyring = await open_system_keyring()
        name = await asyncio.to_thread(profile_name, folders.data)
        keys = KeyChains(keyring, lambda: key_rules(resolution.settings), profile=name)
        if demo:
            target = await _demo(stack, resolution, scratch)
        else:
            target = await remembered_target(stack, resolution, folders, keys)
        yield Subject(resolution, folders, keys, target)


def _scratch(stack: AsyncExitStack) -> Path:
    """Make a folder that goes with the check; only the demo needs one; a full disk has none.

    A virus scanner may still hold some of it at the end, which is nothing to the verdict: what was
    invented for the demo stays there then.
    """
    try:
        folder = tempfile.TemporaryDirectory(prefix="workstation-", ignore_cleanup_errors=True)
    except OSError as error:
        raise FolderNotWritable(error.strerror or str(error)) from None
    return Path(stack.enter_context(folder))


def _folders(profile: Path | None, scratch: Path, *, demo: bool) -> Folders:
    if profile is not None:
        return Folders.of_profile(profile)
    return Folders.of_profile(scratch / "profile") if demo else Folders.of_user()


async def _demo(stack: AsyncExitStack, resolution: Resolution, scratch: Path) -> Target:
    clinic = await open_clinic(scratch / "clinic")
    stack.callback(clinic.stop)
    base = ApiBase.parse(clinic.address)
    settings = resolution.settings
    return await target_with_token(stack, settings, base, clinic.token, MemberId(clinic.member_id))
