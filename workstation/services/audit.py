"""The audit trail: events are recorded at once, and written, sealed and forwarded later.

``record`` only puts a line into a queue; a task writes the queue in order, one synced batch after
the other, in a thread. No action waits for it or fails with it. Lines that cannot be written wait
for the next try.

The key that seals the log lies in the credential manager, and with it the ``Head``: how many lines
there are, and the last one's hash. So somebody who can write only the file can neither change a
line nor cut off the end unnoticed. A computer without a credential manager has a separate log,
whose key lies beside it in a file of this account (``decisions/audit-log-hash-chain.md`` says what
that proves and what it does not). Which log is written is decided once a run; both are checked and
shown.
"""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from workstation.audit.forwarding import OFF, forward
from workstation.audit.line import KEY_BYTES
from workstation.audit.sealed_log import Head, SealedLog
from workstation.base import held_files
from workstation.base.blocking_call import start_call
from workstation.base.clock import DAY_MS, Clock, is_vouched_for
from workstation.base.event_wait import wait_at_most
from workstation.base.paths import Folders
from workstation.config import Settings
from workstation.domain.audit import AuditEvent, AuditLine, AuditReport, plain_detail
from workstation.domain.errors import KeyringUnavailable, StorageError
from workstation.domain.ids import ConsultationId, MemberId
from workstation.services.audit_check import check_audit, lost_logs, read_chains
from workstation.services.audit_keys import FOLDER, ChainKey, FilePlace, KeyPlace, KeyringPlace
from workstation.vault.keys.secret_service import KeyringState
from workstation.vault.keys.secret_store import SecretStore
from workstation.vault.removal.aged_copies import end_future

log = logging.getLogger(__name__)

RETRY_SECONDS = 60.0
CLOSE_SECONDS = 5.0
MAX_WAITING = 10_000
MAX_UNSENT = 1_000


class _RepeatedFailure:
    """Failures that are tried again each minute: only their begin and end are logged."""

    def __init__(self) -> None:
        self._lasts = False

    def begin(self) -> bool:
        """Note that it failed; whether for the first time."""
        begins, self._lasts = not self._lasts, True
        return begins

    def end(self) -> bool:
        """Note that it succeeded; whether it had failed before."""
        ends, self._lasts = self._lasts, False
        return ends


class AuditTrail:
    """The records of one run for the audit log; ``settings`` gives the current ones.

    Nothing is written before a doctor is signed in or a wrong code was typed, so that the first
    window does not wait for the key.
    """

    def __init__(
        self, folders: Folders, clock: Clock, settings: Callable[[], Settings] = Settings
    ) -> None:
        self._member_id: MemberId | None = None
        self._folder = folders.data / FOLDER
        self._keys: SecretStore | None = None
        self._clock, self._settings = clock, settings
        self._waiting: list[AuditLine] = []
        self._unsent: list[AuditLine] = []
        self._begun, self._due, self._closing = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._place: KeyPlace | None = None
        self._chain: ChainKey | None = None
        self._pruned_ms = 0
        self._no_file, self._no_length = _RepeatedFailure(), _RepeatedFailure()
        self._no_collector = _RepeatedFailure()
        self._writing = asyncio.Lock()
        self._flushing: asyncio.Future[None] | None = None

    def record(
        self, event: AuditEvent, consultation_id: ConsultationId | None = None, detail: str = ""
    ) -> None:
        """Record an event, with the moment and who is signed in; written soon."""
        self._take(event, self._member_id, consultation_id, detail)

    def record_of(self, member_id: MemberId, event: AuditEvent, detail: str) -> None:
        """Record what was done to a doctor's data before anybody was signed in; written soon."""
        self._take(event, member_id, None, detail)
        self._begun.set()

    def _take(
        self,
        event: AuditEvent,
        member_id: MemberId | None,
        consultation_id: ConsultationId | None,
        detail: str,
    ) -> None:
        if len(self._waiting) == MAX_WAITING:  # the disk has been full for days
            log.error("an audit line is lost: too many wait for the disk")
            return
        now, name = self._clock.now_ms(), event.name.lower()
        line = AuditLine(0, now, name, member_id, consultation_id, plain_detail(detail), "")
        self._waiting.append(line)
        self._due.set()

    def sign_in(self, member_id: MemberId) -> None:
        """Ascribe what is done to this doctor from now on; what was recorded before is written."""
        self._member_id = member_id
        self.record(AuditEvent.SIGNED_IN)
        self._begun.set()

    def sign_out(self, reason: str) -> None:
        """Record the end of a sign-in; ``reason`` is an error's code, or a word."""
        self.record(AuditEvent.SIGNED_OUT, detail=reason)
        self._member_id = None

    async def run(self, keys: SecretStore) -> None:
        """Write what is recorded, until ``close``."""
        self._keys = keys
        await self._begun.wait()
        while True:
            await self._prune(keys)
            await self.flush()
            if self._closing.is_set() and not self._due.is_set():
                return  # nothing was recorded while the last lines were written
            seconds = RETRY_SECONDS if self._waiting or self._unsent else DAY_MS / 1000
            await wait_at_most(self._due, seconds)

    async def close(self, running: "asyncio.Future[None]") -> None:
        """Write what waits and end ``running``, which is ``run``; within a few seconds."""
        for event in (self._closing, self._begun, self._due):
            event.set()
        await asyncio.wait([running], timeout=CLOSE_SECONDS)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    async def flush(self) -> None:
        """Write everything that was recorded so far; what the disk refuses goes on waiting."""
        async with self._writing:
            self._due.clear()
            lines = tuple(self._waiting)
            if lines and self._keys is not None:
                try:
                    written = await self._write(self._keys, lines)
                except StorageError as error:
                    if self._no_file.begin():
                        log.warning("the audit log could not be written: %s", error)
                    return
                if self._no_file.end():
                    log.info("the audit log is written again: %d", len(lines))
                del self._waiting[: len(lines)]
                self._unsent = [*self._unsent, *written][-MAX_UNSENT:]
            await self._send()

    async def check(self) -> AuditReport:
        """Every line of this computer, oldest first, and what is wrong. Raises ``StorageError``."""
        if self._keys is None:
            return AuditReport()
        # Who reads may leave before it is written: broken off, the same lines were written twice.
        self._flushing = asyncio.ensure_future(self.flush())
        await asyncio.shield(self._flushing)
        return await check_audit(self._folder.parent, self._keys)

    async def _write(self, keys: SecretStore, lines: Sequence[AuditLine]) -> Sequence[AuditLine]:
        if self._place is None or self._chain is None:
            self._place, self._chain = await self._open(keys)
        place, chain = self._place, self._chain
        sealed = SealedLog(place.log, chain.key)
        written, chain.head = await asyncio.to_thread(sealed.append, lines, chain.head)
        try:
            await place.write(str(chain))
        except StorageError as error:
            if self._no_length.begin():
                log.warning("the length of the audit log could not be kept: %s", error)
        else:
            if self._no_length.end():
                log.info("the length of the audit log is kept again")
        return written

    async def _open(self, keys: SecretStore) -> tuple[KeyPlace, ChainKey]:
        """The log of this run and its key, which is made once. Raises ``StorageError``."""
        if await keys.state() is KeyringState.OPEN:
            with contextlib.suppress(KeyringUnavailable):
                keyring = KeyringPlace(self._folder, keys)
                return keyring, await self._load_or_make(keyring)
        file = FilePlace(self._folder)
        return file, await self._load_or_make(file)

    async def _load_or_make(self, place: KeyPlace) -> ChainKey:
        chain = ChainKey.read(await place.read())
        if chain is None:
            await asyncio.to_thread(self._set_aside, place.log)
            chain = ChainKey(secrets.token_bytes(KEY_BYTES), Head())
            await place.write(str(chain))
        return chain

    def _set_aside(self, path: Path) -> None:
        """Rename a log whose key is lost, as it cannot be continued; ``check`` reports it."""
        with contextlib.suppress(OSError):
            if path.exists():
                lost = path.with_name(f"{path.stem}-{self._clock.now_ms()}.lost")
                held_files.replace(path, lost)

    async def _prune(self, keys: SecretStore) -> None:
        now = self._clock.now_ms()
        if now - self._pruned_ms < DAY_MS or not is_vouched_for(self._clock):
            return
        self._pruned_ms, before_ms = now, now - self._settings().audit_keep_days * DAY_MS
        with contextlib.suppress(StorageError):
            for place, chain in await read_chains(self._folder, keys):
                async with self._writing:
                    sealed = SealedLog(place.log, chain.key)
                    await asyncio.to_thread(sealed.prune, before_ms, now)
        await asyncio.to_thread(_drop_lost, self._folder, before_ms, now)

    async def _send(self) -> None:
        target = self._settings().audit_forward
        if target == OFF:
            self._unsent.clear()
        if not self._unsent:
            return
        try:
            # The program's end does not wait for a collector's name, nor for its connection.
            await start_call(partial(forward, target, tuple(self._unsent)), "audit")
        except OSError as error:
            if self._no_collector.begin():
                log.warning("audit lines could not be sent on: %s", type(error))
            return
        if self._no_collector.end():
            log.info("audit lines are sent on again: %d", len(self._unsent))
        self._unsent.clear()


def _drop_lost(folder: Path, before_ms: int, now_ms: int) -> None:
    for path in lost_logs(folder):
        end_future(path, now_ms)
        with contextlib.suppress(OSError):
            if path.stat().st_mtime * 1000 < before_ms:
                held_files.remove(path)
