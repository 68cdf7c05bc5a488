"""Frames as a broken or hostile server might send them."""

from collections.abc import Callable
from typing import Final

from workstation.xmpp import limits

DEEP: Final = 5_000
_MESSAGE: Final = "<message xmlns='jabber:client'>{}</message>"

_DAMAGE: Final[dict[str, Callable[[str], str | bytes]]] = {
    "malformed": lambda frame: frame.replace(">", "", 1),
    "truncated": lambda frame: frame[: max(1, len(frame) // 2)],
    "two-roots": lambda frame: frame + frame,
    "doctype": lambda frame: f"<!DOCTYPE x>{frame}",
    "entity": lambda frame: f'<!DOCTYPE x [<!ENTITY e "&#65;">]>{frame}',
    "comment": lambda frame: f"<!-- -->{frame}",
    "instruction": lambda frame: f"<?x y?>{frame}",
    "binary": str.encode,
    "oversize": lambda frame: _fill(frame, "x" * limits.FRAME_BYTES),
}
_INSTEAD: Final[dict[str, str]] = {
    "undefined-entity": _MESSAGE.format("&nbsp;"),
    "control": _MESSAGE.format("<body>\x01</body>"),
    "deep": "<a>" * DEEP + "</a>" * DEEP,
    "empty": "",
    "text": "not xml",
    "unknown": "<unknown xmlns='urn:example:unknown'/>",
}
CORRUPTIONS: Final = (*_DAMAGE, *_INSTEAD)


def corrupt(frame: str, form: str) -> str | bytes:
    """The frame spoilt in one of the ``CORRUPTIONS``; ``bytes`` are for a binary frame."""
    damage = _DAMAGE.get(form)
    return _INSTEAD[form] if damage is None else damage(frame)


def _fill(frame: str, text: str) -> str:
    """The frame with more at the end of its outer element; an empty element stands alone."""
    content, tag, name = frame.rpartition("</")
    return f"{content}{text}{tag}{name}" if tag else _MESSAGE.format(text)
