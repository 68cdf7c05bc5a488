"""Qt's enums as Python makes them, in a fifth of the time.

PySide makes the enums of a class of Qt's when that class is first asked for, by the way of
``enum`` that takes names and values: 310 enums with 4,600 members until the queue is on the
screen, 55 ms of processor time of 850. That way is made for whatever a class may hold. It tells
members from methods by their names, leaves a stand-in for each in the class, and has each delete
itself, make the member, and look through all base classes for a property of that name.

An enum of Qt's is names and whole numbers alone. So its class is made of what Python has put into
an empty one (``Template``), and the members are filled in. What has more than that, or a name that
its base class knows, goes Python's way.

It stands on what a class of ``enum`` looks like inside. So one of each kind is made in both ways
first, and where Python's looks otherwise, its way stays. Tests:
tests/ui/shell/test_enum_classes.py, ``test_a_python_that_makes_them_otherwise_is_left_alone``.
"""

import contextlib
import enum
import functools
import operator
import sys
from collections.abc import Sequence
from typing import Any, Final

BASES: Final = (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
AS_PYSIDE_ASKS: Final = {
    "module": None,
    "qualname": None,
    "type": None,
    "start": 1,
    "boundary": enum.FlagBoundary.KEEP,
}
OWN: Final = {"__dict__", "__weakref__"}
"""What Python gives each class anew."""
HASHABLE: Final = "_hashable_values_"
"""Its numbers once more, from Python 3.13.1 on."""

Members = Sequence[tuple[str, int]]

SAMPLE: Final = (("Zero", 0), ("Two", 2), ("One", 1), ("Three", 3), ("Pair", 2), ("All", -1))
"""Whatever Qt's members may be: none, one bit or several, out of order, the same again."""


class Template:
    """What Python puts into an empty enum, to make others of."""

    def __init__(self, base: Any) -> None:
        self._base = base
        empty: Any = base("Empty", [], module="PySide6", boundary=enum.FlagBoundary.KEEP)
        self._fields = {name: value for name, value in vars(empty).items() if name not in OWN}
        self._taken = {"mro"}.union(*map(vars, base.__mro__))
        self._is_flag = issubclass(base, enum.Flag)
        self._make_member = int.__new__ if issubclass(base, int) else _without_number

    def make(self, name: str, members: Members) -> Any:
        """The enum, of no module yet; ``None`` for one that has to be made in Python's way."""
        if not self._is_plain(members):
            return None
        bits = _single_bits(members) if self._is_flag else []
        members_by_name: dict[str, enum.Enum] = {}
        members_by_number: dict[int, enum.Enum] = {}
        names: list[str] = []
        lists = {
            "_member_names_": names,
            "_member_map_": members_by_name,
            "_value2member_map_": members_by_number,
            "_unhashable_values_": [],
        }
        masks = self._masks(members, bits) if self._is_flag else {}
        made: Any = type.__new__(enum.EnumType, name, (self._base,), self._fields | lists | masks)
        for key, number in members:
            member: Any = members_by_number.get(number)
            if member is None:
                member = self._make_member(made, number)
                member._value_, member._name_ = number, key
                member.__objclass__, member._sort_order_ = made, len(names)
                members_by_number[number] = member
                if number in bits or not self._is_flag:
                    names.append(key)
            members_by_name[key] = member
        for key, member in members_by_name.items():  # each sets Python's search of the class back
            type.__setattr__(made, key, member)
        if HASHABLE in self._fields:
            type.__setattr__(made, HASHABLE, list(members_by_number))
        if self._is_flag and bits != sorted(bits):
            made._iter_member_ = made._iter_member_by_def_
        return made

    def _is_plain(self, members: Members) -> bool:
        """Whether there is nothing but different names, which mean nothing else, and numbers."""
        numbers = dict(members)
        return (
            len(numbers) == len(members)
            and self._taken.isdisjoint(numbers)
            and not any(name[:1] == "_" for name in numbers)
            and set(map(type, numbers.values())) <= {int}
        )

    @staticmethod
    def _masks(members: Members, bits: list[int]) -> dict[str, int]:
        all_bits = functools.reduce(operator.or_, (number for _, number in members), 0)
        return {
            "_flag_mask_": all_bits,
            "_singles_mask_": functools.reduce(operator.or_, bits, 0),
            "_all_bits_": 2 ** all_bits.bit_length() - 1,
        }


def make_enums_at_once() -> None:
    """Let PySide's enums be made in the short way from now on, if that makes what Python's does."""
    templates = {base: Template(base) for base in BASES}
    if all(_makes_the_same(base, template) for base, template in templates.items()):
        enum.EnumType._create_ = _creating(templates)  # type: ignore[attr-defined]


def _creating(templates: dict[type[enum.Enum], Template]) -> Any:
    """The step of ``enum`` that makes a class of names and values, with the short way before it."""
    by_python = enum.EnumType._create_  # type: ignore[attr-defined]

    def create(cls: Any, class_name: str, names: Any, **given: Any) -> Any:
        made = None
        if cls in templates and type(names) is list and given == AS_PYSIDE_ASKS:
            made = templates[cls].make(class_name, names)
        if made is not None:
            return made
        if given.get("module") is None:  # which Python reads two calls above itself
            with contextlib.suppress(ValueError):
                given["module"] = sys._getframe(2).f_globals.get("__name__")  # noqa: SLF001
        return by_python(cls, class_name, names, **given)

    return create


def _makes_the_same(base: Any, template: Template) -> bool:
    by_python = base("Sample", SAMPLE, module="PySide6", boundary=enum.FlagBoundary.KEEP)
    return describe(by_python) == describe(template.make("Sample", SAMPLE))


def describe(made: type[enum.Enum]) -> dict[str, Any]:
    """All that is in an enum, members by what is in them: equal for two that are alike."""

    def described(value: Any) -> Any:
        if isinstance(value, made):
            return {**vars(value), "__objclass__": type(value) is made}
        if isinstance(value, dict):
            return {name: described(value) for name, value in value.items()}
        return getattr(value, "__func__", value)

    return {name: described(getattr(made, name)) for name in vars(made) if name not in OWN}


def _single_bits(members: Members) -> list[int]:
    """The numbers of one bit, in the order in which they come first."""
    numbers = dict.fromkeys(number for _, number in members)
    return [number for number in numbers if number > 0 and not number & (number - 1)]


def _without_number(made: Any, _number: int) -> Any:
    return object.__new__(made)
