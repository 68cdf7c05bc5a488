"""Checked reading of what a caller sends; whatever does not fit is a Refusal in plain words."""

import json
from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request

from workstation.clinic.rest.envelope import Refusal

MAX_BODY_BYTES: Final = 256 * 1024
MAX_DEPTH: Final = 32
MAX_ID: Final = 2**63 - 1
_ALLOWED_CONTROLS = "\n\r\t"


async def json_object(request: Request) -> dict[str, Any]:
    """The body as one JSON object of at most MAX_BODY_BYTES and MAX_DEPTH levels."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refusal("请求头 Content-Type 应为 application/json")
    try:
        body = json.loads(await _bounded_body(request))
    except (ValueError, RecursionError):
        raise Refusal("请求内容不是有效的 JSON") from None
    if not isinstance(body, dict):
        raise Refusal("请求内容应为 JSON 对象")
    if _is_deeper(body, MAX_DEPTH):
        raise Refusal("请求内容嵌套过深")
    return body


def _is_deeper(value: Any, depth: int) -> bool:
    """Whether ``value`` holds more than ``depth`` levels: how many the parser takes varies."""
    if depth == 0:
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_is_deeper(item, depth - 1) for item in inner)


async def _bounded_body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY_BYTES:
            raise Refusal("请求内容过大")
    return bytes(body)


def path_id(request: Request) -> int:
    """The ``:id`` of the path."""
    text: str = request.path_params["id"]
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_ID))
    if not is_number or int(text) > MAX_ID:
        raise Refusal("咨询编号无效")
    return int(text)


def number(body: Mapping[str, Any], field: str) -> int:
    """A required id."""
    value = body.get(field)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= MAX_ID:
        raise Refusal(f"字段 {field} 应为正整数")
    return value


def text(value: Any, field: str, *, limit: int, empty: bool = True) -> str:
    """A text of at most ``limit`` characters without control characters."""
    if not isinstance(value, str):
        raise Refusal(f"字段 {field} 应为字符串")
    if not empty and not value.strip():
        raise Refusal(f"字段 {field} 不能为空")
    if len(value) > limit:
        raise Refusal(f"字段 {field} 不能超过 {limit} 个字")
    if not _is_clean(value):
        raise Refusal(f"字段 {field} 含有无法保存的字符")
    return value


def texts(value: Any, field: str, *, limit: int, items: int) -> list[str]:
    """A list of texts that are not empty."""
    if not isinstance(value, list):
        raise Refusal(f"字段 {field} 应为列表")
    if len(value) > items:
        raise Refusal(f"字段 {field} 不能超过 {items} 项")
    return [text(item, field, limit=limit, empty=False) for item in value]


def _is_clean(value: str) -> bool:
    return all(
        (char >= " " or char in _ALLOWED_CONTROLS) and not "\ud800" <= char <= "\udfff"
        for char in value
    )
