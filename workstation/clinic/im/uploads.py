"""The HTTP side of XEP-0363: a file is put once into its slot, then read by its address."""

import asyncio
import hmac
import sqlite3
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from workstation.clinic.im.upload_service import Slot, UploadService

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS im_uploads (
    token      TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL
) WITHOUT ROWID;
"""
OPAQUE: Final = "application/octet-stream"


class Uploads:
    """Takes files into slots of the upload service and gives them out again."""

    def __init__(self, service: UploadService, database: sqlite3.Connection) -> None:
        self._service = service
        self._database = database
        database.executescript(SCHEMA)

    async def put(self, request: Request) -> Response:
        """Take a file: 201, or 401, 404, 413 as Prosody's and ejabberd's upload services answer."""
        token = request.path_params["token"]
        slot = self._service.slots.get(token)
        if slot is None or slot.name != request.path_params["name"]:
            return _status_response(404)
        if self._service.engine.put_needs_authorization and not _is_authorized(request, slot):
            return _status_response(401)
        content = await body_of(request, slot.size)
        if content is None:
            return _status_response(413)
        self._service.slots.pop(token, None)
        await asyncio.to_thread(_write, self._service.folder, token, content)
        with self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO im_uploads VALUES (?, ?, ?)",
                (token, slot.name, slot.media_type),
            )
        return _status_response(201)

    async def get(self, request: Request) -> Response:
        """Give a file out; its type and ranges as the engine serves them."""
        token, name = request.path_params["token"], request.path_params["name"]
        row = self._database.execute(
            "SELECT name, media_type FROM im_uploads WHERE token = ?", (token,)
        ).fetchone()
        if row is None or row[0] != name:
            return _status_response(404)
        path = self._service.folder / token
        if not self._service.engine.serves_media_types:
            return await _plain_file(path, row[1])
        range_header = request.headers.get("range", "")
        if range_header and not range_header.endswith("-"):
            return _status_response(416)
        headers = {"X-Content-Type-Options": "nosniff"}
        return FileResponse(path, media_type=row[1], headers=headers)


async def body_of(request: Request, size: int) -> bytes | None:
    """Exactly ``size`` bytes, or ``None``; reads no further than it must to know."""
    declared = request.headers.get("content-length")
    if declared is not None and declared != str(size):
        return None
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > size:
            return None
    return bytes(content) if len(content) == size else None


async def _plain_file(path: Path, media_type: str) -> Response:
    """A file as ejabberd serves it: unknown types are opaque downloads, a range gets the whole."""
    is_image = media_type.startswith("image/")
    headers = {} if is_image else {"Content-Disposition": "attachment"}
    content = await asyncio.to_thread(path.read_bytes)
    return Response(content, media_type=media_type if is_image else OPAQUE, headers=headers)


def _write(folder: Path, token: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / token).write_bytes(content)


def _is_authorized(request: Request, slot: Slot) -> bool:
    authorization = request.headers.get("authorization", "").encode()
    return hmac.compare_digest(authorization, slot.authorization.encode())


def _status_response(status: int) -> Response:
    return PlainTextResponse("", status_code=status)
