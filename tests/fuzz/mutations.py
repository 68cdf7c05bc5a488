"""Bytes that nobody meant, made from true ones: broken anywhere, or well-formed nonsense."""

import json
import random
from collections.abc import Sequence
from typing import Any

ODD_NUMBERS = 0, 1, 4, 0x7F, 0x80, 0xFF
ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, 2**64, -(2**63), 1e308, 0.5, 10**400),
    *("", " ", "0", "-1", "1e9", "true", "null", "\ud800", "\0", "\u202e", "x" * 70_000),
    *([], {}, [[]], [None], {"": None}, [{}], "https://a.test", "http://a.test:99999/"),
)
DEEP = 2_000


def mutated(samples: Sequence[bytes], chance: random.Random) -> bytes:
    """One of the samples, changed in one to eight places; of JSON often its values instead."""
    content = chance.choice(samples)
    if chance.random() < 0.5 and (changed := _changed_json(content, chance)) is not None:
        return changed
    broken = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        _break(broken, samples, chance)
    return bytes(broken)


def _break(content: bytearray, samples: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(content) + 1)
    length = chance.choice((1, 1, 2, 4, 8, 64, 1024))
    match chance.randrange(8):
        case 0 if content:
            content[at % len(content)] ^= 1 << chance.randrange(8)
        case 1:
            content[at : at + length] = bytes([chance.choice(ODD_NUMBERS)]) * length
        case 2:
            del content[at : at + length]
        case 3:
            content[at:at] = content[at : at + length] * chance.choice((1, 2, 50))
        case 4:
            content[at:at] = chance.randbytes(length)
        case 5:
            donor = chance.choice(samples)
            start = chance.randrange(len(donor) + 1)
            content[at : at + length] = donor[start : start + length]
        case 6:
            del content[at:]
        case _:
            number = chance.choice((0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, len(content)))
            content[at : at + 4] = number.to_bytes(4, chance.choice(("big", "little")))


def _changed_json(content: bytes, chance: random.Random) -> bytes | None:
    """With other values, names and depths; ``None`` where it is no JSON."""
    try:
        root = json.loads(content)
    except (ValueError, RecursionError):
        return None
    for _ in range(chance.choice((1, 1, 2, 4))):
        root = _changed(root, chance)
    text = json.dumps(root, ensure_ascii=chance.random() < 0.5)
    if chance.random() < 0.02:
        text = text.replace(":", ":" + "[" * DEEP, 1)
    if chance.random() < 0.02:
        text = text.replace(":", ":" + "[" * DEEP + "]" * DEEP + ',"a":', 1)
    return text.encode("utf-8", "surrogatepass")


def _changed(value: Any, chance: random.Random) -> Any:
    """The value with one node of it changed, mostly a deep one."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        match chance.randrange(6):
            case 0:
                return {name: each for name, each in value.items() if name != key}
            case 1:
                return {**value, str(chance.choice(ODD_VALUES)): value[key]}
            case _:
                return {**value, key: _changed(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.9:
        at = chance.randrange(len(value))
        if chance.random() < 0.2:
            return value * chance.choice((2, 100))
        return [*value[:at], _changed(value[at], chance), *value[at + 1 :]]
    return chance.choice(ODD_VALUES)
