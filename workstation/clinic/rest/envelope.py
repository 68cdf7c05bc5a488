"""The contract's envelope, spelt as the platform spells it."""

import logging
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

_log = logging.getLogger(__name__)

CODE_OK: Final = 200
CODE_FAILED: Final = 500
CODE_TOKEN: Final = 401


class Refusal(Exception):
    """A call that is answered with the failure envelope; ``message`` is for the caller's eyes."""

    def __init__(self, message: str, *, code: int = CODE_FAILED, status: int = 200) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status


def object_response(payload: dict[str, Any], **beside: Any) -> JSONResponse:
    """A single thing under ``result``; ``beside`` it stand further keys (``created``)."""
    return JSONResponse({"success": True, "code": CODE_OK, "result": payload, **beside})


def list_response(payload: list[dict[str, Any]]) -> JSONResponse:
    """A list of consultations: under ``resutls``."""
    return JSONResponse({"success": True, "code": CODE_OK, "resutls": payload})


def im_response(payload: dict[str, Any] | list[dict[str, Any]]) -> JSONResponse:
    """The answer of an ``/im/`` call: without ``code``."""
    return JSONResponse({"success": True, "result": payload})


def deletion_response() -> JSONResponse:
    """The answer of DELETE: ``sucess``, and no payload."""
    return JSONResponse({"sucess": True, "code": CODE_OK})


def failure_response(message: str, *, code: int = CODE_FAILED, status: int) -> JSONResponse:
    """The failure envelope."""
    return JSONResponse({"success": False, "code": code, "message": message}, status_code=status)


async def on_refusal(_: Request, refusal: Exception) -> JSONResponse:
    """Turn a Refusal into its envelope."""
    assert isinstance(refusal, Refusal)  # noqa: S101 - registered for this class alone
    return failure_response(refusal.message, code=refusal.code, status=refusal.status)


async def on_http_error(_: Request, error: Exception) -> JSONResponse:
    """Turn an HTTP error into the envelope: unknown paths and methods get it, too."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class alone
    message = {404: "接口不存在", 405: "接口不支持该请求方法"}.get(
        error.status_code, "请求无法处理"
    )
    headers = dict(error.headers or {})
    answer = failure_response(message, status=error.status_code)
    answer.headers.update(headers)
    return answer


async def on_crash(request: Request, error: Exception) -> JSONResponse:
    """Answer for a mistake of the clinic: the caller gets the envelope, the log the trace."""
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return failure_response("系统内部错误", status=500)
