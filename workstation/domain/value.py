"""Values of the domain: ``@dataclass(frozen=True, slots=True)``, made with less.

The library writes the source of six methods for each class and compiles them while the program is
loaded, a tenth of a second for the classes of ``domain`` and ``xmpp``, before the doctor sees
anything. Here only ``__init__`` is written, once for all classes of as many fields, and given the
names of each; the other methods are the same for all values. What a value is, ``dataclasses`` says
still: ``replace``, ``fields``, patterns and the type checker take it for the frozen dataclass that
it is (``tests/domain/test_value.py``).

A part that few ever look at may be given as what makes it: ``field(metadata=DEFERRABLE)`` takes a
``Deferred`` in its place. Whoever looks, compares or copies finds the part itself.
"""

import dataclasses
from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import Any, Generic, TypeVar, dataclass_transform

T = TypeVar("T")
Fields = Sequence["dataclasses.Field[Any]"]

DEFERRABLE = {"deferrable": True}


class Deferred(Generic[T]):
    """What makes a part of a value anew each time somebody looks at it, and keeps nothing."""

    __slots__ = ()

    def make(self) -> T:
        """The part itself, the same each time."""
        raise NotImplementedError


class _ValueType(type):
    """Makes the class of a value once; ``dataclass(slots=True)`` makes it anew of the one written.

    That one refers to itself: nothing frees it but a collection of everything, which no start has.
    """

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
        """The class itself, its fields as slots; what adds methods to a value is as written."""
        if not any(type(base) is cls and not dataclasses.is_dataclass(base) for base in bases):
            return super().__new__(cls, name, bases, namespace)
        own, names = set(namespace), tuple(namespace.get("__annotations__", ()))
        defaults = {each: namespace.pop(each) for each in names if each in namespace}
        text = namespace.get("__doc__") or name  # the library would write one, at a price
        made = super().__new__(cls, name, bases, {**namespace, "__slots__": names, "__doc__": text})
        fields = _declare(made, defaults)
        for each, method in _methods(made, fields).items():
            if each not in own:
                setattr(made, each, method)
        for field in fields:
            if "deferrable" in field.metadata:
                setattr(made, field.name, _looked_at(vars(made)[field.name].__get__))
        return made


@dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field,))
class Value(metaclass=_ValueType):
    """The base of what is made once and never changed; of which nothing else is made."""

    __slots__ = ()


def _declare(made: type, defaults: dict[str, Any]) -> Fields:
    """Make the fields known to the library, which looks for defaults where the slots are."""
    slots = {name: vars(made)[name] for name in defaults}
    for name, default in defaults.items():
        setattr(made, name, default)
    dataclasses.dataclass(init=False, repr=False, eq=False)(made)
    for name, slot in slots.items():
        setattr(made, name, slot)
    return dataclasses.fields(made)


def _methods(cls: type, fields: Fields) -> dict[str, Callable[..., Any]]:
    return {
        "__init__": _init(cls, fields),
        **_comparing(tuple(field.name for field in fields if field.compare)),
        "__repr__": _text,
        "__setattr__": _refuse_setting,
        "__delattr__": _refuse_deleting,
        "__getstate__": _state,
        "__setstate__": _restore,
    }


def _init(cls: type, fields: Fields) -> Callable[..., None]:
    """``__init__`` with the code of all classes of as many fields, under its own names."""
    made_anew = tuple(field.default_factory is not dataclasses.MISSING for field in fields)
    names: dict[str, Any] = {
        f"set_{number}": vars(cls)[field.name].__set__ for number, field in enumerate(fields)
    }
    if any(made_anew):
        makers = {f"make_{number}": field.default_factory for number, field in enumerate(fields)}
        names |= makers | {"MISSING": dataclasses.MISSING}
    required = [
        field.default is dataclasses.MISSING and not is_made
        for field, is_made in zip(fields, made_anew, strict=True)
    ]
    if required != sorted(required, reverse=True):
        raise TypeError(f"{cls.__name__}: a field without a default follows one that has it")
    code = _init_code(made_anew, checks=hasattr(cls, "__post_init__"))
    return FunctionType(
        code.replace(co_varnames=("self", *[field.name for field in fields])),
        names,
        argdefs=tuple(field.default for field in fields[required.count(True) :]),
    )


@cache
def _init_code(made_anew: tuple[bool, ...], *, checks: bool) -> CodeType:
    """For fields known by their numbers, some of which are made anew where they are not given.

    To compile one for each class would take as long as all else of a class together.
    """
    parameters = ["self", *[f"field_{number}" for number in range(len(made_anew))]]
    lines = [
        f"set_{number}(self, make_{number}() if field_{number} is MISSING else field_{number})"
        if is_made
        else f"set_{number}(self, field_{number})"
        for number, is_made in enumerate(made_anew)
    ]
    if checks:
        lines.append("self.__post_init__()")
    source = f"def __init__({', '.join(parameters)}):\n {'; '.join(lines) or 'pass'}"
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102  numbers alone, in the way of the library
    code: CodeType = names["__init__"].__code__
    return code


def _comparing(names: Sequence[str]) -> dict[str, Callable[..., Any]]:
    content: Callable[[Any], Any] = attrgetter(*names) if names else lambda _: ()

    def equal(self: object, other: object) -> Any:
        return (
            content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented
        )

    def hashed(self: object) -> int:
        return hash(content(self))

    return {"__eq__": equal, "__hash__": hashed}


def _looked_at(get: Callable[[object], Any]) -> property:
    def part(self: object) -> Any:
        content = get(self)
        return content.make() if isinstance(content, Deferred) else content

    return property(part)


def _text(self: Any) -> str:
    names = [field.name for field in dataclasses.fields(self) if field.repr]
    content = ", ".join([f"{name}={getattr(self, name)!r}" for name in names])
    return f"{self.__class__.__qualname__}({content})"


def _refuse_setting(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, state: Sequence[Any]) -> None:
    self.__init__(*state)
