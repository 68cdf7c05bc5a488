"""The beginning and the end of one sign-in, which leave nothing open whatever fails on the way."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence

from workstation.base.paths import Folders
from workstation.domain.diagnostics_bundle import DiagnosticsFile
from workstation.domain.errors import DatabaseCorrupt, NotErased, StorageError, WorkstationError
from workstation.domain.policy_errors import ServerChanged
from workstation.program.doctor_accounts import SignedInAccount
from workstation.services.sign_in import SignIn
from workstation.services.unlock_code import UnlockCode
from workstation.services.wiping import Wiping
from workstation.session.memory_only import MemoryOnlyVaults
from workstation.session.session import VAULT_SECONDS, UserSession
from workstation.session.shutdown import run_shutdown_steps
from workstation.session.storage import Storage
from workstation.settings.resolve import Resolution
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.keys.key_chains import KeyChains

PrepareSession = Callable[[SignedInAccount, Storage], Awaitable[UserSession]]


async def open_session(
    entry: SignedInAccount,
    chain: KeyChain,
    memory_only: MemoryOnlyVaults,
    prepare: PrepareSession,
) -> UserSession:
    """Open the session with what is known of its account; where it does not start, close all.

    A disk that opened and then takes nothing is one that is full: the run goes on in memory. Damage
    that is met only then is noted by now: opened again, the vault is rebuilt.
    Raises ``StorageError`` where not even memory takes it; whatever else it raises is a defect.
    """

    async def start(storage: Storage) -> UserSession:
        is_durable = not memory_only.holds(entry.account)
        return await _start(prepare, entry, storage, is_durable=is_durable)

    folders = entry.folders
    async with contextlib.AsyncExitStack() as undoing:
        undoing.push_async_callback(entry.access.aclose)
        try:
            try:
                session = await start(await memory_only.open(folders, chain))
            except DatabaseCorrupt:
                session = await start(await memory_only.open(folders, chain))
        except StorageError as error:
            if memory_only.holds(entry.account):
                raise
            session = await start(await memory_only.open_in_memory(folders, chain, error))
        undoing.pop_all()
    session.unlock_code = UnlockCode(chain)
    return session


async def _start(
    prepare: PrepareSession, entry: SignedInAccount, storage: Storage, *, is_durable: bool
) -> UserSession:
    """Start a session; ``is_durable``: its vault is its own, to be closed where that fails."""
    try:
        session = await prepare(entry, storage)
    except BaseException:
        if is_durable:
            await run_shutdown_steps(
                lambda: asyncio.to_thread(storage.vault.close), seconds=VAULT_SECONDS
            )
        raise
    try:
        await session.start()
    except BaseException:
        await session.aclose(access=False, vault=is_durable)
        raise
    return session


async def gather_diagnostics(
    resolution: Resolution, folders: Folders, entry: SignedInAccount, keys: KeyChains
) -> Sequence[DiagnosticsFile]:
    """Gather what an administrator is given of this sign-in, each file to be read before."""
    from workstation.support.diagnostics_bundle import gather
    from workstation.support.self_test import Target

    target = Target(entry.base, entry.access, entry.member_id, server=entry.server)
    return await gather(resolution, folders, keys, target)


async def sign_out(
    entry: SignedInAccount,
    sign_in: SignIn,
    memory_only: MemoryOnlyVaults,
    why: WorkstationError | None,
    wiping: Wiping | None = None,
) -> WorkstationError | None:
    """Forget what a sign-in leaves; what is to be said, ``why`` it ended before all else.

    With ``wiping`` everything of the doctor goes. The token of a server that the policy no longer
    names waits unsent: an administrator's slip must not take it from everybody.
    """
    if why is None:
        await run_shutdown_steps(lambda: memory_only.release(entry.account), seconds=VAULT_SECONDS)
    if wiping is not None:
        await run_shutdown_steps(lambda: memory_only.drop(entry.account), seconds=VAULT_SECONDS)
        try:
            await wiping.wipe(entry.folders, entry.account, entry.member_id)
        except NotErased as error:
            why = why or error
    if not isinstance(why, ServerChanged):
        try:
            await sign_in.sign_out(entry.base, entry.member_id)
        except WorkstationError as error:
            why = why or error
    return why
