"""The server of the last sign-in, and who stays signed in there: a small file without secrets.

It is read once, in a thread, and after each change in the thread that made it: the window needs it
several times a sign-in and must not wait for the disk. No other process writes in an open profile.
"""

import json
import logging
from pathlib import Path

from workstation.base import held_files
from workstation.base.atomic_write import write_atomically
from workstation.base.task_scope import finish_in_thread
from workstation.domain.address import ApiBase
from workstation.domain.errors import InputError
from workstation.domain.ids import MemberId

log = logging.getLogger(__name__)

LAST_FILE = "last-sign-in.json"
MAX_BYTES = 64 * 1024
"""An address may be long."""

_Last = tuple[ApiBase | None, MemberId | None]


class LastSignIn:
    """The file that says who signed in last, of one profile."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last: _Last | None = None

    @property
    def server(self) -> ApiBase | None:
        """The server of the last sign-in, also after signing out."""
        return self._known()[0]

    def read(self) -> tuple[ApiBase, MemberId] | None:
        """The sign-in to be continued, if there is one. Blocks on the first call."""
        base, member_id = self._known()
        return None if base is None or member_id is None else (base, member_id)

    async def write(self, base: ApiBase, member_id: MemberId | None) -> None:
        """Write down who signed in. Raises ``StorageError``."""
        content = json.dumps({"server": str(base), "member_id": member_id})
        await finish_in_thread(self._write, content.encode())

    async def forget(self) -> None:
        """Remove the file, as far as that is possible: it leads nowhere without a token."""
        await finish_in_thread(self._remove)

    def _write(self, content: bytes) -> None:
        try:
            write_atomically(self._path, content)
        finally:
            self._load()

    def _remove(self) -> None:
        try:
            held_files.remove(self._path)
        except OSError as error:
            log.warning("the last sign-in is not forgotten: %s", type(error))
        self._load()

    def _known(self) -> _Last:
        return self._last or self._load()

    def _load(self) -> _Last:
        """Read the file into memory; a file that is held by another program is read next time."""
        try:
            content = held_files.read(self._path, MAX_BYTES)
        except FileNotFoundError:
            content = b""
        except OSError:
            self._last = None
            return None, None
        self._last = last = _parsed(content)
        return last


def _parsed(content: bytes) -> _Last:
    try:
        last = json.loads(content)
        base, member_id = ApiBase.parse(last["server"]), last.get("member_id")
        return base, None if member_id is None else MemberId(int(member_id))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, InputError):
        return None, None
