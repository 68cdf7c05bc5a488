"""JSON read within bounds: depth and number of values are known before anything is built."""

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

from workstation.domain.errors import BoundExceeded, MalformedAnswer
from workstation.web.bounds import JSON_DEPTH, JSON_VALUES

# An unfinished string at the end counts as one, so that the scan stays linear.
_STRINGS = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_ALL_BUT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


ReadObject = Callable[[dict[str, Any]], Any]
"""What stands for an object, called as soon as this one is complete."""


def parse(body: bytes, read_object: ReadObject | None = None) -> Any:
    """The value of a JSON text in UTF-8, with or without a byte order mark.

    Takes time in proportion to its length; ``NaN`` and ``Infinity`` are no JSON. Raises
    ``BoundExceeded`` over ``JSON_DEPTH`` or ``JSON_VALUES``, ``MalformedAnswer`` otherwise; no
    error holds a part of the text.
    """
    try:
        text = body.decode("utf-8-sig")
    except ValueError:
        raise MalformedAnswer("not UTF-8") from None
    # Of the text, not the body: bytes are joined by way of 80 more for each piece.
    skeleton = _STRINGS.sub("", text).encode()
    if skeleton.count(b",") + skeleton.count(b"[") + skeleton.count(b"{") > JSON_VALUES:
        raise BoundExceeded(f"more than {JSON_VALUES} values")
    if _deeper(skeleton.translate(_BRACKETS, _ALL_BUT_BRACKETS), JSON_DEPTH):
        raise BoundExceeded(f"deeper than {JSON_DEPTH}")
    read = partial(json.loads, text, parse_constant=_refuse, object_hook=read_object)
    try:
        return _read_with_long_numbers(read)
    except (ValueError, RecursionError):
        raise MalformedAnswer("not JSON") from None


def _read_with_long_numbers(read: Callable[..., Any]) -> Any:
    """The value; a number of more digits than Python reads (4,300) is an infinite one.

    As ``1e999`` is one to the library itself: whoever asks for a whole number has none there, and
    one broken field does not take all other rows of its answer along.
    """
    try:
        return read()
    except json.JSONDecodeError:
        raise
    except ValueError:
        return read(parse_int=_read_integer)


def _read_integer(digits: str) -> float:
    try:
        return int(digits)
    except ValueError:
        return float(digits)


def _deeper(brackets: bytes, depth: int) -> bool:
    """Whether brackets nest deeper: each pass takes the innermost pairs away."""
    for _ in range(depth):
        brackets = brackets.replace(b"[]", b"")
    return b"[]" in brackets


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
