"""Pictures, reports and recordings: they need no token, as in a hospital's file store."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from workstation.clinic.media import DOCUMENT_TYPES, PICTURE_TYPES, VOICE_TYPES
from workstation.clinic.rest.callers import clinic_of
from workstation.clinic.rest.envelope import Refusal

MISSING = "文件不存在"
HEADERS = {"x-content-type-options": "nosniff", "cache-control": "private, max-age=86400"}


async def picture(request: Request) -> Response:
    """Answer ``GET /media/pictures/:name``."""
    path = await clinic_of(request).media.picture(request.path_params["name"])
    return _file(path, PICTURE_TYPES)


async def document(request: Request) -> Response:
    """Answer ``GET /media/documents/:name``."""
    content = await clinic_of(request).media.document(request.path_params["name"])
    if content is None:
        raise Refusal(MISSING, status=404)
    return Response(content, media_type=DOCUMENT_TYPES["pdf"], headers=HEADERS)


async def voice(request: Request) -> Response:
    """Answer ``GET /media/voices/:name``."""
    return _file(clinic_of(request).media.voice(request.path_params["name"]), VOICE_TYPES)


def _file(path: Path | None, types: dict[str, str]) -> Response:
    if path is None:
        raise Refusal(MISSING, status=404)
    return FileResponse(path, media_type=types[path.suffix.removeprefix(".")], headers=HEADERS)
