"""The envelope around every answer, and what its failures mean (the contract, "The envelope")."""

from collections.abc import Mapping
from dataclasses import field
from http import HTTPStatus
from typing import Any

from workstation.api.reading import integer, text, truth
from workstation.config.calls import Call
from workstation.domain.errors import (
    AnswerError,
    ConflictError,
    MalformedAnswer,
    NotFound,
    NotThePlatform,
    Refused,
    ServerFault,
    TokenRejected,
    TokenRejectedByPage,
    WorkstationError,
)
from workstation.domain.value import Value
from workstation.web.api_client import HttpAnswer
from workstation.web.json_text import ReadObject
from workstation.web.retry_after import retry_after

SUCCESS = ("success", "sucess")
PAYLOAD = ("result", "results", "resutls")
MAX_MESSAGE_CHARACTERS = 500

_TOKEN = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_BUSY = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}


class Envelope(Value):
    """A successful answer; ``fields`` holds what stands beside the payload.

    Both may hold patient data and are left out of ``repr``. ``digest`` is that of the
    answer.
    """

    payload: Any = field(repr=False)
    fields: Mapping[str, Any] = field(repr=False)
    digest: bytes = field(default=b"", repr=False)


async def open_envelope(
    answer: HttpAnswer,
    call: Call,
    read_object: ReadObject | None = None,
    before: Envelope | None = None,
) -> Envelope:
    """The envelope of a successful answer, its objects as ``read_object`` gives them.

    An answer that says the same as the one ``before`` is not read: its envelope is that one.

    What failed is told by the HTTP status or by ``success`` and ``code`` inside (the platform
    contract, "The envelope"); both spellings of its keys are read. An answer without an envelope is
    nobody's word, be it 204: after a write what it changed is read again. Raises ``TokenRejected``,
    ``NotFound``, ``ConflictError`` (for a call that ``edits``), ``Refused`` (with the server's
    message in ``server_text``), ``ServerFault`` (with seconds in ``retry_after``),
    ``NotThePlatform`` for a web page, ``MalformedAnswer``, ``BoundExceeded``.
    """
    digest = answer.digest
    if before is not None and before.digest == digest:
        return before
    try:
        fields = await _fields(answer, read_object)
        failure = _failure(answer.status, fields, call)
    except AnswerError as error:
        raise _with_retry_after(_without_envelope(answer.status, error, call), answer) from None
    if failure is not None:
        server_text = text(fields.get("message")).strip()[:MAX_MESSAGE_CHARACTERS]
        raise _with_retry_after(
            failure(f"HTTP {answer.status}", call=call.name, server_text=server_text), answer
        )
    return Envelope(_first(fields, PAYLOAD), fields, digest)


async def _fields(answer: HttpAnswer, read_object: ReadObject | None) -> dict[str, Any]:
    start = answer.body.lstrip()[:1]
    if start == b"<" or "html" in answer.media_type:
        raise NotThePlatform("a web page")
    try:
        value = await answer.value(read_object)
    except MalformedAnswer:
        if start in {b"{", b"["} or "json" in answer.media_type:
            raise
        raise NotThePlatform("not JSON") from None
    if not isinstance(value, dict):
        raise MalformedAnswer("no envelope")
    return value


def _without_envelope(status: int, error: AnswerError, call: Call) -> WorkstationError:
    detail = f"HTTP {status}, {error.detail}"
    if status in _TOKEN:
        rejected = TokenRejectedByPage if isinstance(error, NotThePlatform) else TokenRejected
        return rejected(detail, call=call.name)
    if status == HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED:
        return NotThePlatform(detail, call=call.name)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _BUSY:
        return ServerFault(detail, call=call.name)
    return type(error)(detail, call=call.name)


def _with_retry_after(error: WorkstationError, answer: HttpAnswer) -> WorkstationError:
    """The error with the time when to ask again, if a platform out of order said that."""
    if isinstance(error, ServerFault):
        error.retry_after = retry_after(answer.headers)
    return error


def _failure(status: int, fields: Mapping[str, Any], call: Call) -> type[WorkstationError] | None:
    code = integer(fields.get("code"))
    if status in _TOKEN or code in _TOKEN:
        return TokenRejected
    fine = HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
    if fine and _succeeded(fields, code):
        return None
    reason = code if fine else status
    if reason == HTTPStatus.CONFLICT and call.edits:
        return ConflictError
    return _kind_of_failure(reason, status)


def _kind_of_failure(reason: int | None, status: int) -> type[WorkstationError]:
    if reason == HTTPStatus.NOT_FOUND:
        return NotFound
    # The contract's own failures carry code 500; what stands before the platform says 502 to 504.
    if status > HTTPStatus.INTERNAL_SERVER_ERROR or status in _BUSY:
        return ServerFault
    return Refused


def _succeeded(fields: Mapping[str, Any], code: int | None) -> bool:
    success = truth(_first(fields, SUCCESS))
    if success is not None:
        return success
    if not any(key in fields for key in PAYLOAD) and code is None:
        raise MalformedAnswer("no envelope")
    return code in {None, HTTPStatus.OK}


def _first(fields: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    return next((fields[key] for key in keys if fields.get(key) is not None), None)
