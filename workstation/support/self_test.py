"""Every layer put in a row for a check: of whoever stayed signed in, or of who works here now."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial

from workstation.base.clock import SystemClock
from workstation.base.paths import Folders, exists
from workstation.config import Settings
from workstation.domain.address import ApiBase
from workstation.domain.errors import KeyringUnavailable, StorageError, WorkstationError
from workstation.domain.findings import (
    Finding,
    Layer,
    Report,
    Verdict,
    degraded,
    failed,
    fine,
    skipped,
)
from workstation.domain.ids import MemberId
from workstation.domain.keys import CodeRequired, KeyFileUnusable, KeyKind
from workstation.domain.policy_errors import ServerChanged
from workstation.domain.value import Value
from workstation.services.access import Access, open_access
from workstation.services.audit_check import check_audit
from workstation.services.audit_keys import log_files
from workstation.services.sign_in import SignIn, account_name
from workstation.session import storage
from workstation.session.link_factory import LinkFactory
from workstation.settings.resolve import Resolution
from workstation.support.computer_probes import ComputerProbes, unwritable
from workstation.support.network_probes import NetworkProbes
from workstation.support.platform_probes import PlatformProbes
from workstation.support.probing import Foundation, Probe, run, side_by_side
from workstation.support.update_probe import UpdateProbe
from workstation.ui.support.qt_probes import QtProbes
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.keys.key_chains import KeyChains
from workstation.vault.keys.secret_store import SecretStore, open_keyring
from workstation.vault.rescue import health
from workstation.vault.rescue.health import Health

NETWORK_LAYERS = (Layer.PROXY, Layer.DNS, Layer.TCP, Layer.TLS, Layer.CLOCK)
MAX_AUDIT_FINDINGS = 20
PLATFORM_LAYERS = (Layer.TOKEN, Layer.CALLS, Layer.IM_SERVERS, Layer.IM_SESSION)


class Target(Value):
    """What is examined; without a base or an access it ends earlier.

    ``refused`` says why there is no access although a token is kept; ``server`` names the
    account's server where its address will not do.
    """

    base: ApiBase | None = None
    access: Access | None = None
    member_id: MemberId = MemberId(0)
    refused: WorkstationError | None = None
    server: str = ""


async def target_with_token(
    stack: AsyncExitStack, settings: Settings, base: ApiBase, token: str, member_id: MemberId
) -> Target:
    """A target of its own; ``stack`` closes its connections."""
    try:
        access = await open_access(settings, base, token, SystemClock())
    except WorkstationError as error:
        return Target(base, None, member_id, error)
    stack.push_async_callback(access.aclose)
    return Target(base, access, member_id)


async def remembered_target(
    stack: AsyncExitStack, resolution: Resolution, folders: Folders, keys: KeyChains
) -> Target:
    """The target of who stayed signed in, if that is where the window would let them in."""
    settings = resolution.settings
    sign_in = SignIn(lambda: settings, folders, keys, SystemClock())
    try:
        account = await sign_in.read_remembered(resolution.server)
    except ServerChanged:
        account = None
    except (KeyringUnavailable, CodeRequired, KeyFileUnusable) as error:
        # Who and where is known without the keyring, and a locked one will be open tomorrow.
        base, member_id = sign_in.read_last() or (settings.api_base, MemberId(0))
        return Target(base, None, member_id, error)
    if account is None:
        return Target(settings.api_base)
    return await target_with_token(stack, settings, account.base, account.token, account.member_id)


async def examine(
    resolution: Resolution,
    folders: Folders,
    keys: KeyChains,
    target: Target,
    on_finding: Callable[[Finding], None],
) -> Report:
    """Examine all layers in order; ``on_finding`` hears of each at once."""
    qt = QtProbes()
    computer = ComputerProbes(resolution, target.base, folders, open_keyring)
    probes = [
        computer.configuration,
        *_server_probes(resolution.settings, target),
        computer.disk,
        _database(folders, keys, target),
        _keyring(computer, keys, target),
        _audit(folders, keys.keyring),
        qt.fonts,
        qt.audio,
        qt.input_method,
        qt.painting,
        UpdateProbe(resolution.settings, folders, SystemClock()).repository,
    ]
    return await run(probes, on_finding)


async def health_of(
    folders: Folders, keys: KeyChains, target: Target
) -> Health | StorageError | None:
    """The database of the target's doctor; ``None`` where there is none yet."""
    chain = _chain_of(folders, keys, target)
    if chain is None or not exists(path := chain.folder / VAULT_FILE):
        return None
    try:
        key = await storage.read_key(chain)
        return await asyncio.to_thread(health.check_for_this_program, path, key)
    except StorageError as error:
        return error


def _chain_of(folders: Folders, keys: KeyChains, target: Target) -> KeyChain | None:
    """The key chain of the target's doctor; ``None`` where there is no doctor."""
    if target.base is None or not target.member_id:
        return None
    server = target.server or str(target.base)
    own = folders.account(server, target.member_id)
    return keys.of(own, account_name(server, target.member_id))


def _server_probes(settings: Settings, target: Target) -> list[Probe]:
    if target.base is None:
        return [_left_out(*NETWORK_LAYERS, *PLATFORM_LAYERS, code="no_server")]
    clock = SystemClock()
    network, foundation = NetworkProbes(target.base, settings, clock), Foundation()
    resting = foundation.resting
    way: list[Probe] = list(map(foundation.bearing, (network.proxy, network.connection)))
    offset = resting(network.offset, Layer.CLOCK)
    if isinstance(target.refused, CodeRequired):
        return [*way, offset, _left_out(*PLATFORM_LAYERS, code="sealed")]
    if target.refused is not None:
        first, *rest = PLATFORM_LAYERS
        return [*way, offset, _broken(first, target.refused), _left_out(*rest, code="above")]
    if target.access is None:
        stranger = _before_sign_in(network)
        return [*way, resting(stranger, Layer.CLOCK, *PLATFORM_LAYERS)]
    messaging = LinkFactory(settings, target.access, clock, member_id=target.member_id)
    platform = PlatformProbes(target.access, settings, clock, messaging.try_session)
    signed_in = side_by_side(network.offset, platform.probe_all)
    return [*way, resting(signed_in, Layer.CLOCK, *PLATFORM_LAYERS)]


def _before_sign_in(network: NetworkProbes) -> Probe:
    asking = side_by_side(network.offset, network.stranger)

    async def probe() -> Sequence[Finding]:
        offset, *of_calls = await asking()
        left_out = partial(skipped, code="no_token")
        rest = left_out(Layer.IM_SERVERS, Layer.IM_SESSION)
        return [offset, *left_out(Layer.TOKEN), *of_calls, *rest]

    return probe


def _database(folders: Folders, keys: KeyChains, target: Target) -> Probe:
    async def probe() -> Sequence[Finding]:
        health = await health_of(folders, keys, target)
        if health is None:
            return skipped(Layer.DATABASE, code="no_cache")
        if isinstance(health, CodeRequired):
            return skipped(Layer.DATABASE, code="sealed")
        if isinstance(health, StorageError):
            return [failed(Layer.DATABASE, health, Verdict.DEGRADED)]
        return [fine(Layer.DATABASE, "whole", megabytes=health.size // 1_000_000)]

    return probe


def _keyring(computer: ComputerProbes, keys: KeyChains, target: Target) -> Probe:
    async def probe() -> Sequence[Finding]:
        findings = await computer.keyring()
        if all(each.verdict is Verdict.FINE for each in findings):
            return findings
        # What was asked for the token that is kept, or has opened the window, knows its kind.
        chain = _chain_of(computer.folders, keys, target)
        if not keys.code_possible:
            return [replace(each, values={"vault_key": keys.rules.kind}) for each in findings]
        opens_by_code = chain is not None and chain.kind is KeyKind.CODE
        return [fine(Layer.KEYRING, "code")] if opens_by_code else findings

    return probe


def _audit(folders: Folders, keyring: SecretStore) -> Probe:
    async def probe() -> Sequence[Finding]:
        try:
            report = await check_audit(folders.data, keyring)
        except StorageError as error:
            return [failed(Layer.AUDIT, error, Verdict.DEGRADED)]
        findings = [
            degraded(Layer.AUDIT, each.fault.value, numbers=each.numbers)
            for each in report.findings[:MAX_AUDIT_FINDINGS]
        ]
        findings += await unwritable(Layer.AUDIT, *log_files(folders.data))
        if findings:
            return findings
        if not report.lines:
            return skipped(Layer.AUDIT, code="no_audit")
        return [fine(Layer.AUDIT, "whole", count=len(report.lines))]

    return probe


def _left_out(*layers: Layer, code: str) -> Probe:
    async def probe() -> Sequence[Finding]:
        return skipped(*layers, code=code)

    return probe


def _broken(layer: Layer, error: WorkstationError) -> Probe:
    async def probe() -> Sequence[Finding]:
        # The doctor can work: a token is typed, and what was saved waits for its key.
        passing = isinstance(error, KeyringUnavailable | KeyFileUnusable)
        return [failed(layer, error, Verdict.DEGRADED if passing else Verdict.UNUSABLE)]

    return probe
