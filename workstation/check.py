"""``workstation --check``: every layer tested without a window, one line each and what to do."""

import asyncio
import io
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from workstation.clinic.process import open_clinic
from workstation.clock import SystemClock
from workstation.config import Settings
from workstation.domain.address import ApiBase
from workstation.domain.errors import KeyringUnavailable, StorageError, WorkstationError
from workstation.paths import Folders
from workstation.services.access import open_access
from workstation.services.check import (
    Finding,
    Layer,
    Probe,
    Report,
    Verdict,
    failed,
    fine,
    run,
    skipped,
)
from workstation.services.check_computer import ComputerProbes
from workstation.services.check_network import NetworkProbes
from workstation.services.check_platform import PlatformProbes
from workstation.services.sign_in import SignIn
from workstation.session import storage
from workstation.session.messaging import Messaging
from workstation.settings.resolve import Resolution, load
from workstation.ui.check_report import JsonReport, TextReport
from workstation.ui.probes import QtProbes
from workstation.ui.strings import Language, set_language
from workstation.vault import health
from workstation.vault.keys import Keys, keys_of_this_computer, open_keyring

NETWORK_LAYERS = (Layer.PROXY, Layer.DNS, Layer.TCP, Layer.TLS, Layer.CLOCK)
PLATFORM_LAYERS = (Layer.TOKEN, Layer.CALLS, Layer.IM_SERVERS, Layer.IM_SESSION)


@dataclass(frozen=True, slots=True)
class Target:
    """What the window would sign in to; with no base or no token the check ends earlier."""

    base: ApiBase | None = None
    token: str = field(default="", repr=False)
    member_id: int = 0


def run_check(*, profile: Path | None, demo: bool, as_json: bool) -> int:
    """Check everything and print it; 0 is fine, 1 degraded, 2 unusable."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    output: TextReport | JsonReport = JsonReport(SystemClock()) if as_json else TextReport()
    with tempfile.TemporaryDirectory(prefix="workstation-check-") as scratch:
        folders = _folders(profile, Path(scratch), demo=demo)
        report = asyncio.run(_check(folders, Path(scratch), output, demo=demo))
    sys.stdout.write(output.end(report))
    return report.exit_status


def _folders(profile: Path | None, scratch: Path, *, demo: bool) -> Folders:
    if profile is not None:
        return Folders.of_profile(profile)
    return Folders.of_profile(scratch / "profile") if demo else Folders.of_user()


async def _check(
    folders: Folders, scratch: Path, output: TextReport | JsonReport, *, demo: bool
) -> Report:
    def tell(finding: Finding) -> None:
        sys.stdout.write(output.line(finding))
        sys.stdout.flush()

    try:
        resolution = load(folders)
    except WorkstationError as error:
        stopped = failed(Layer.CONFIGURATION, error)
        tell(stopped)
        return Report((stopped,))
    set_language(Language(resolution.settings.language))
    async with AsyncExitStack() as stack:
        keys = await keys_of_this_computer()
        if demo:
            target = await _demo(stack, scratch)
        else:
            target = await _signed_in(folders, resolution.settings, keys)
        return await run(await _probes(stack, resolution, folders, keys, target), tell)


async def _demo(stack: AsyncExitStack, scratch: Path) -> Target:
    clinic = await open_clinic(scratch / "clinic")
    stack.callback(clinic.stop)
    return Target(ApiBase.parse(clinic.address), clinic.token, clinic.member_id)


async def _signed_in(folders: Folders, settings: Settings, keys: Keys) -> Target:
    service = SignIn(lambda: settings, folders, keys, SystemClock())
    try:
        remembered = await service.remembered()
    except KeyringUnavailable:
        remembered = None
    if remembered is None or settings.api_base not in {None, remembered.base}:
        return Target(settings.api_base)
    return Target(remembered.base, remembered.token, remembered.member_id)


async def _probes(
    stack: AsyncExitStack, resolution: Resolution, folders: Folders, keys: Keys, target: Target
) -> list[Probe]:
    qt = QtProbes()
    computer = ComputerProbes(resolution, target.base, folders, open_keyring)
    return [
        computer.configuration,
        *await _server_probes(stack, resolution.settings, target),
        computer.disk,
        _database(folders, keys, target),
        computer.keyring,
        qt.fonts,
        qt.audio,
        qt.input_method,
        qt.painting,
    ]


async def _server_probes(stack: AsyncExitStack, settings: Settings, target: Target) -> list[Probe]:
    if target.base is None:
        return [_left_out(*NETWORK_LAYERS, *PLATFORM_LAYERS, code="no_server")]
    clock = SystemClock()
    network = NetworkProbes(target.base, settings, clock)
    way: list[Probe] = [network.proxy, network.connection, network.offset]
    if not target.token:
        return [*way, _left_out(*PLATFORM_LAYERS, code="no_token")]
    try:
        access = await open_access(settings, target.base, target.token, clock)
    except WorkstationError as error:
        return [*way, _broken(Layer.TOKEN, error), _left_out(*PLATFORM_LAYERS[1:], code="above")]
    stack.push_async_callback(access.aclose)
    messaging = Messaging(settings, access, clock, member_id=target.member_id)
    platform = PlatformProbes(access, settings, clock, messaging.try_password)
    return [*way, platform.all]


def _database(folders: Folders, keys: Keys, target: Target) -> Probe:
    async def probe() -> Sequence[Finding]:
        if target.base is None or not target.member_id:
            return skipped(Layer.DATABASE, code="no_cache")
        path = folders.account(str(target.base), target.member_id).data / storage.FILE
        if not path.exists():
            return skipped(Layer.DATABASE, code="no_cache")
        try:
            key = await storage.kept_key(keys, f"{target.base} {target.member_id}")
            size = await asyncio.to_thread(health.check, path, key)
        except StorageError as error:
            return [failed(Layer.DATABASE, error, Verdict.DEGRADED)]
        return [fine(Layer.DATABASE, "whole", megabytes=size // 1_000_000)]

    return probe


def _left_out(*layers: Layer, code: str) -> Probe:
    async def probe() -> Sequence[Finding]:
        return skipped(*layers, code=code)

    return probe


def _broken(layer: Layer, error: WorkstationError) -> Probe:
    async def probe() -> Sequence[Finding]:
        return [failed(layer, error)]

    return probe
