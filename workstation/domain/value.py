"""Values of the domain: ``@dataclass(frozen=True, slots=True)``, made with less.

The library writes the source of six methods for each class and compiles them while the program is
loaded, a tenth of a second for the classes of ``domain`` and ``xmpp``, before the doctor sees
anything. Here only ``__init__`` is written, once for all classes of as many fields, and given the
names of each; the other methods are the same for all values. What a value is, ``dataclasses`` says
still: ``replace``, ``fields``, patterns and the type checker take it for the frozen dataclass that
it is (``tests/domain/test_value.py``). What belongs to one class alone is made when it is first
asked for: of 340 classes a start makes values of 139, and asks 12 for the library's own list of
their fields.

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

FIELDS, PARAMETERS = "__dataclass_fields__", "__dataclass_params__"
"""Where the library looks for what it knows of a class."""
GIVEN = "__given__"
"""What the body of a value's class gives its fields: defaults, or ``field(...)``."""

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
        if not any(type(base) is cls and not hasattr(base, GIVEN) for base in bases):
            return super().__new__(cls, name, bases, namespace)
        names = tuple(namespace.get("__annotations__", ()))
        given = {each: namespace.pop(each) for each in names if each in namespace}
        text = namespace.get("__doc__") or name  # the library would write one, at a price
        own = {"__slots__": names, "__match_args__": names, "__doc__": text, GIVEN: given}
        made = super().__new__(cls, name, bases, {**namespace, **own})
        fields = [(each, it) for each, it in given.items() if isinstance(it, dataclasses.Field)]
        if deferrable := [each for each, it in fields if "deferrable" in it.metadata]:
            type.__setattr__(made, "__init__", _init(made))  # which fills their slots
        for each in deferrable:
            type.__setattr__(made, each, _looked_at(vars(made)[each].__get__))
        return made


class _Late:
    """A part of a value's class that is made when it is first asked for."""

    def __init__(self, name: str, make: Callable[[Any], Any]) -> None:
        self._name, self._make = name, make

    def __get__(self, value: object, owner: type) -> Any:
        made = next((each for each in owner.__mro__ if GIVEN in vars(each)), None)
        part = getattr(object, self._name) if made is None else self._make(made)
        if made is not None:  # not ``Value`` itself
            type.__setattr__(made, self._name, part)
        return part.__get__(value, owner) if callable(part) else part


@dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field,))
class Value(metaclass=_ValueType):
    """The base of what is made once and never changed; of which nothing else is made."""

    __slots__ = ()


def _library_fields(made: Any) -> Any:
    """The library's list of a value's fields, made by the library of a stand-in."""
    written = {each: vars(made).get(each, {}) for each in ("__module__", "__annotations__")}
    stand_in = type(made.__name__, (), {"__doc__": "", **written, **vars(made)[GIVEN]})
    dataclasses.dataclass(init=False, repr=False, eq=False)(stand_in)
    type.__setattr__(made, PARAMETERS, vars(stand_in)[PARAMETERS])
    return vars(stand_in)[FIELDS]


def _init(cls: Any) -> Callable[..., None]:
    """``__init__`` with the code of all classes of as many fields, under its own names."""
    names, given = cls.__slots__, vars(cls)[GIVEN]
    parts = [given.get(name, dataclasses.MISSING) for name in names]
    fields = [each if isinstance(each, dataclasses.Field) else None for each in parts]
    defaults = [
        each if field is None else field.default for each, field in zip(parts, fields, strict=True)
    ]
    makers = [dataclasses.MISSING if each is None else each.default_factory for each in fields]
    made_anew = tuple(maker is not dataclasses.MISSING for maker in makers)
    known: dict[str, Any] = {
        f"set_{number}": vars(cls)[name].__set__ for number, name in enumerate(names)
    }
    if any(made_anew):
        known |= {f"make_{number}": maker for number, maker in enumerate(makers)}
        known["MISSING"] = dataclasses.MISSING
    required = [
        default is dataclasses.MISSING and not is_made
        for default, is_made in zip(defaults, made_anew, strict=True)
    ]
    if required != sorted(required, reverse=True):
        raise TypeError(f"{cls.__name__}: a field without a default follows one that has it")
    code = _init_code(made_anew, checks=hasattr(cls, "__post_init__"))
    return FunctionType(
        code.replace(co_varnames=("self", *names)),
        known,
        argdefs=tuple(defaults[required.count(True) :]),
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


def _content(cls: Any) -> Callable[[Any], Any]:
    given = vars(cls)[GIVEN]
    fields = {each: it for each, it in given.items() if isinstance(it, dataclasses.Field)}
    names = [each for each in cls.__slots__ if each not in fields or fields[each].compare]
    return attrgetter(*names) if names else lambda _: ()


def _equal(cls: Any) -> Callable[..., Any]:
    content = _content(cls)

    def equal(self: object, other: object) -> Any:
        return (
            content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented
        )

    return equal


def _hash(cls: Any) -> Callable[..., Any]:
    content = _content(cls)

    def hashed(self: object) -> int:
        return hash(content(self))

    return hashed


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


for _name, _part in {
    "__repr__": _text,
    "__setattr__": _refuse_setting,
    "__delattr__": _refuse_deleting,
    "__getstate__": _state,
    "__setstate__": _restore,
    FIELDS: _Late(FIELDS, _library_fields),
    "__init__": _Late("__init__", _init),
    "__eq__": _Late("__eq__", _equal),
    "__hash__": _Late("__hash__", _hash),
}.items():
    type.__setattr__(Value, _name, _part)
