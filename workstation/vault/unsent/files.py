"""Bytes of own attachments until the room has confirmed their message: sealed with the rest."""

import secrets
from typing import TYPE_CHECKING

from workstation.domain.message import Attachment
from workstation.domain.value import Value
from workstation.vault import sql

if TYPE_CHECKING:
    import apsw

_UNNAMED = (
    "file_id NOT IN (SELECT file_id FROM outbox WHERE file_id IS NOT NULL)"
    " AND file_id NOT IN (SELECT j.value FROM draft, json_each(draft.files) j)"
)


class File(Value):
    """An own attachment; width and height in pixels, duration in milliseconds."""

    file_id: str
    media_type: str
    name: str
    size: int
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None


def keep(  # noqa: PLR0913 - a file's metadata are these
    connection: "apsw.Connection",
    data: bytes,
    media_type: str,
    name: str,
    *,
    width: int | None = None,
    height: int | None = None,
    duration_ms: int | None = None,
) -> File:
    """Store bytes; returns them under a new random id."""
    file_id = secrets.token_hex(16)
    sql.run(
        connection,
        "INSERT INTO file (file_id, media_type, name, width, height, duration_ms, data)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (file_id, media_type, name, width, height, duration_ms, data),
    )
    return File(file_id, media_type, name, len(data), width, height, duration_ms)


def describe(connection: "apsw.Connection", file_id: str) -> File | None:
    """What is known of a file without its bytes; ``None`` where it was released."""
    row = sql.one(
        connection,
        "SELECT file_id, media_type, name, length(data), width, height, duration_ms"
        " FROM file WHERE file_id = ?",
        (file_id,),
    )
    return None if row is None else File(*row)


def data(connection: "apsw.Connection", file_id: str) -> bytes | None:
    """The bytes of a file; ``None`` where it was released."""
    row = sql.one(connection, "SELECT data FROM file WHERE file_id = ?", (file_id,))
    return None if row is None else bytes(row[0])


def as_attachment(connection: "apsw.Connection", file_id: str) -> Attachment | None:
    """A file as an attachment that has no address yet."""
    file = describe(connection, file_id)
    if file is None:
        return None
    return Attachment(
        "", file.media_type, file.name, file.size, file.width, file.height, file.duration_ms
    )


def release(connection: "apsw.Connection", file_id: str | None) -> None:
    """Delete a file that neither a draft nor an unsent message names any more."""
    sql.run(connection, f"DELETE FROM file WHERE file_id = ? AND {_UNNAMED}", (file_id,))


def sweep(connection: "apsw.Connection") -> int:
    """Delete all files that nothing names; returns how many.

    For the start of the program: later, a file may be kept whose draft is about to be.
    """
    return sql.run(connection, f"DELETE FROM file WHERE {_UNNAMED}")
