"""Files for an administrator when something goes wrong: no secret, no patient, no name, no path.

Each file is made from values that are safe by their kind, not searched for what is not. Nothing
is sent anywhere: whoever asked for the files reads them, and then keeps them as one archive.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workstation.base import log
from workstation.base.paths import Folders
from workstation.config import BY_KEY, DECLARATIONS
from workstation.domain.diagnostics_bundle import DiagnosticsFile
from workstation.domain.errors import StorageError
from workstation.settings.resolve import Resolution
from workstation.vault.rescue.health import Health

MAX_ACCOUNTS = 20
DATABASE_FILES = ("vault.db", "vault.db-wal")


def versions(facts: Mapping[str, str]) -> DiagnosticsFile:
    """The versions of what runs here."""
    return DiagnosticsFile("versions.json", _json(facts))


def settings(resolution: Resolution) -> DiagnosticsFile:
    """Every setting with where its value came from, and what was wrong with the sources."""
    values = {
        declaration.key: {
            "value": declaration.kind.redacted(getattr(resolution.settings, declaration.name)),
            "source": resolution.sources[declaration.key].value,
            "locked": resolution.locked(declaration.key),
        }
        for declaration in DECLARATIONS
    }
    problems = [
        {
            "source": problem.source.value,
            "key": problem.key if problem.key in BY_KEY else "-",
            "reason": problem.reason,
        }
        for problem in resolution.problems
    ]
    return DiagnosticsFile("settings.json", _json({"values": values, "problems": problems}))


def storage(folders: Folders, health: Health | StorageError | None) -> DiagnosticsFile:
    """The sizes of what lies on this disk, and of the open account its health and rows by table.

    ``health`` is ``None`` when nobody is signed in.
    """
    content: dict[str, Any] = {"accounts": [_account(folders, path) for path in _accounts(folders)]}
    if isinstance(health, Health):
        content["open"] = asdict(health)
    elif health is not None:
        content["open"] = {"error": health.code, "detail": log.plain_detail(health)}
    return DiagnosticsFile("storage.json", _json(content))


def _accounts(folders: Folders) -> list[Path]:
    """The folders of accounts; none where this user may not look, which the check tells."""
    try:
        return sorted(folders.accounts_data.glob("*"))[:MAX_ACCOUNTS]
    except OSError:
        return []


def logs(folders: Folders) -> list[DiagnosticsFile]:
    """The log's files, newest first, as written: without words of people."""
    files = sorted(folders.logs.glob(f"{log.FILE}*"))
    return [DiagnosticsFile(f"logs/{path.name}", _log(path)) for path in files]


def _log(path: Path) -> str:
    """A file of the log; one that cannot be read is in nobody's way."""
    try:
        return log.read_own_lines(path)
    except OSError as error:
        return f"({error.strerror})\n"


def _account(folders: Folders, data: Path) -> dict[str, int]:
    """The sizes in an account's folder, without its name: that stands for a doctor at a server."""
    sizes = {name: _size(data / name) for name in DATABASE_FILES}
    cached = (folders.cache / "accounts" / data.name).rglob("*")
    media = [_size(path) for path in cached if _is_file(path)]
    return {**sizes, "media_files": len(media), "media_bytes": sum(media)}


def _is_file(path: Path) -> bool:
    """Whether a file is there, as far as this account may know."""
    try:
        return path.is_file()
    except OSError:
        return False


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
