"""Wrong JSON on purpose: the contract's answers with their types broken."""

from collections.abc import Callable
from typing import Any, Final

Json = Any
MANY_ITEMS: Final = 100_000
DEEP_LEVELS: Final = 300
_PAYLOADS = ("result", "results", "resutls")


def distort(answer: dict[str, Json], how: str) -> Json:
    """The answer broken in one of the ``DISTORTIONS``."""
    if how in {"scalar", "object"}:
        return _payload_becomes(answer, 42 if how == "scalar" else {"unexpected": {}})
    if how == "deep":
        return _payload_becomes(answer, _deep())
    if how == "many":
        return _each_payload(answer, _many)
    return _each_payload(answer, lambda payload: _each_item(payload, _ITEM_CHANGES[how]))


def _payload_becomes(answer: dict[str, Json], payload: Json) -> dict[str, Json]:
    return {key: payload if key in _PAYLOADS else value for key, value in answer.items()}


def _each_payload(answer: dict[str, Json], change: Callable[[Json], Json]) -> dict[str, Json]:
    return {key: change(value) if key in _PAYLOADS else value for key, value in answer.items()}


def _each_item(payload: Json, change: Callable[[Json, int], Json]) -> Json:
    if isinstance(payload, list):
        return [change(item, place) for place, item in enumerate(payload)]
    return change(payload, 0)


def _strings(item: Json, _: int) -> Json:
    """Every number as text, every list as one text: what a loose back end sends."""
    if isinstance(item, dict):
        return {key: _strings(value, 0) for key, value in item.items()}
    if isinstance(item, list):
        texts = [str(value) for value in item]
        return "；".join(texts) if texts and isinstance(item[0], str) else texts
    return str(item) if isinstance(item, int) else item


def _null(item: Json, _: int) -> Json:
    """Everything but the ids missing."""
    if not isinstance(item, dict):
        return None
    ids = {"consultation_id", "member_id"}
    return {key: value if key in ids else None for key, value in item.items()}


def _no_id(item: Json, place: int) -> Json:
    """Every second item without its identity."""
    if place % 2 or not isinstance(item, dict):
        return item
    return {key: value for key, value in item.items() if not key.endswith("consultation_id")}


def _nested(item: Json, _: int) -> Json:
    """Every value one object deeper."""
    if not isinstance(item, dict):
        return [item]
    return {key: {"value": value} for key, value in item.items()}


def _mixed(item: Json, place: int) -> Json:
    """Every third item something else altogether."""
    strangers: tuple[Json, ...] = (None, "", [], 3.5)
    return item if place % 3 else strangers[place // 3 % len(strangers)]


def _extra(item: Json, _: int) -> Json:
    """Fields that the contract does not know, and a status nobody has heard of."""
    if not isinstance(item, dict):
        return item
    return {**item, "status": 7, "vip": True, "__proto__": {"x": []}, "": 0, "备注": "<b>粗体</b>"}


def _many(payload: Json) -> Json:
    if not isinstance(payload, list) or not payload:
        return payload
    return [payload[place % len(payload)] for place in range(MANY_ITEMS)]


def _deep() -> Json:
    nested: Json = []
    for _ in range(DEEP_LEVELS):
        nested = [nested]
    return nested


_ITEM_CHANGES: Final[dict[str, Callable[[Json, int], Json]]] = {
    "strings": _strings,
    "null": _null,
    "no-id": _no_id,
    "nested": _nested,
    "mixed": _mixed,
    "extra": _extra,
}
DISTORTIONS: Final = (*_ITEM_CHANGES, "deep", "scalar", "object", "many")
