"""The logs of the audit trail, read: every line, and what is wrong with them.

Who is allowed to look reads them in the window, and the self-test without one.
"""

import asyncio
from pathlib import Path

from workstation.audit.line import to_json
from workstation.audit.sealed_log import SealedLog
from workstation.base.paths import exists, refuse_dead_link
from workstation.domain.audit import AuditFault, AuditFinding, AuditLine, AuditReport
from workstation.services.audit_keys import FOLDER, ChainKey, FilePlace, KeyPlace, KeyringPlace
from workstation.vault.keys.secret_service import KeyringState
from workstation.vault.keys.secret_store import SecretStore


async def check_audit(data: Path, keys: SecretStore) -> AuditReport:
    """Every line of the logs below a data folder, oldest first, and what is wrong with them.

    Raises ``StorageError`` where they cannot be read, ``KeyringUnavailable`` among them.
    """
    folder = data / FOLDER
    await asyncio.to_thread(refuse_dead_link, folder)
    lines: list[AuditLine] = []
    findings: list[AuditFinding] = []
    for place, chain in await read_chains(folder, keys):
        report = await asyncio.to_thread(SealedLog(place.log, chain.key).check, chain.head)
        lines += report.lines
        findings += report.findings
    if await asyncio.to_thread(lost_logs, folder):
        findings.append(AuditFinding(AuditFault.NO_KEY))
    return AuditReport(tuple(sorted(lines, key=lambda line: line.at_ms)), tuple(findings))


def export(report: AuditReport) -> bytes:
    """The lines as JSON, one each, byte for byte what the chain's hashes are made over."""
    return b"".join(to_json(line) + b"\n" for line in report.lines)


async def read_chains(folder: Path, keys: SecretStore) -> list[tuple[KeyPlace, ChainKey]]:
    """The logs whose key is here; the head is read before the file, which is never behind it."""
    places: list[KeyPlace] = [FilePlace(folder)]
    keyring = KeyringPlace(folder, keys)
    if await keys.state() is KeyringState.OPEN or await asyncio.to_thread(exists, keyring.log):
        places.insert(0, keyring)
    chains = [(place, ChainKey.read(await place.read())) for place in places]
    return [(place, chain) for place, chain in chains if chain is not None]


def lost_logs(folder: Path) -> list[Path]:
    """The logs whose key is gone, as the trail set them aside. Blocking."""
    return sorted(folder.glob("*.lost"))
